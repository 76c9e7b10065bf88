//! `poolgate profile import`: cognitoinator's profiles, written as ours.

use std::io::ErrorKind;
use std::path::Path;
use std::process::ExitCode;

use poolgate::profiles::{
    CognitoCredentialsFile, Profile, ProfileError, edit_profile_file, insert_profile,
};

use crate::arguments::profile::Import;
use crate::failure::Failure;
use crate::output;
use crate::paths;
use crate::profile::LOCAL;

pub(super) fn run(arguments: &Import) -> Result<ExitCode, Failure> {
    let found = found(arguments)?;
    refuse_built_in(&found)?;
    let path = paths::configuration_file()?;
    let insert_all = |text: &str| {
        let mut text = text.to_owned();
        for (name, profile) in &found {
            text = insert_profile(&text, &path, name, profile, arguments.replace)?;
        }
        Ok(text)
    };
    if arguments.dry_run {
        let text = insert_all(&existing(&path)?).map_err(explained)?;
        return output::line(text.trim_end());
    }
    edit_profile_file(&path, insert_all).map_err(explained)?;
    output::line(&summary(&found, &path))
}

/// What nobody would find again is not imported.
fn refuse_built_in(found: &[(String, Profile)]) -> Result<(), Failure> {
    if found.iter().all(|(name, _)| name != LOCAL) {
        return Ok(());
    }
    let message = format!("the profile {LOCAL:?} is built in, and hides any other of that name");
    Err(Failure::configuration(message)
        .hint("Name the others after the command, or give --from-environment another name"))
}

/// What is to be imported: at least one profile.
fn found(arguments: &Import) -> Result<Vec<(String, Profile)>, Failure> {
    if let Some(name) = &arguments.from_environment {
        let profile = Profile::from_environment(|name| std::env::var_os(name))?;
        let profile = profile.ok_or_else(|| {
            Failure::configuration("the environment has no COGNITO_ variables of a user")
        })?;
        return Ok(vec![(name.clone(), profile)]);
    }
    let file = match &arguments.from {
        Some(path) => CognitoCredentialsFile::read(path)?,
        None => CognitoCredentialsFile::read(&paths::cognito_credentials_file()?.0)?,
    };
    let names = match arguments.names.as_slice() {
        [] => file.names().map(str::to_owned).collect(),
        names => names.to_vec(),
    };
    if names.is_empty() {
        let shown = file.path().display();
        return Err(Failure::configuration(format_args!(
            "{shown} has no profile"
        )));
    }
    let profiles = names.into_iter().map(|name| match file.profile(&name)? {
        Some(profile) => Ok((name, profile)),
        None => Err(Failure::from(ProfileError::UnknownProfile {
            name,
            known: file.names().map(str::to_owned).collect(),
            built_in: Vec::new(),
        })),
    });
    profiles.collect()
}

fn existing(path: &Path) -> Result<String, Failure> {
    match std::fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        outcome => outcome.map_err(|error| {
            Failure::configuration(format_args!("cannot read {}: {error}", path.display()))
        }),
    }
}

fn explained(error: ProfileError) -> Failure {
    let exists = matches!(error, ProfileError::Exists { .. });
    let failure = Failure::from(error);
    if exists {
        return failure.hint("Name others with --name, or give --replace; nothing was written");
    }
    failure
}

fn summary(found: &[(String, Profile)], path: &Path) -> String {
    let names = |profiles: &mut dyn Iterator<Item = &(String, Profile)>| {
        let names: Vec<_> = profiles.map(|(name, _)| name.as_str()).collect();
        names.join(", ")
    };
    let imported = names(&mut found.iter());
    let imported = format!("Imported into {}: {imported}", path.display());
    let with_password = |pair: &&(String, Profile)| pair.1.password.is_some();
    let secret = names(&mut found.iter().filter(with_password));
    if secret.is_empty() {
        return imported;
    }
    format!(
        "{imported}\nNot written, since this file is no place for it: the password of {secret}.\n\
         Type it at `poolgate login`, or give it by --password-stdin, --password-process or \
         POOLGATE_PASSWORD."
    )
}
