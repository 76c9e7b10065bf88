//! Who signed in last at an app client, so that other commands need not be told.
//!
//! Sessions are kept by the name that was typed. This small file, which holds no secret, says
//! which name a command means that names nobody, or that a machine is meant.

use std::fs::{self, DirBuilder};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;

use poolgate::{ClientId, PoolId};

use crate::failure::{Failure, Kind};
use crate::machine::{self, Wanted};
use crate::method::Method;
use crate::paths;
use crate::profile::Profile;

/// What stands where a user's name would: it has blanks, which no name has (protocol.md 2.2). The
/// scopes follow, and the resource on a line of its own.
const MACHINE: &str = "the app client itself:";

/// Who signs in at an app client.
#[derive(Debug)]
pub(crate) enum Who {
    /// A user, by the name that the session is kept under.
    User(String),
    /// The app client itself, which asks for this.
    Machine(Wanted),
}

/// The name that the profile's session is kept under: of the user it names, else of who signed in
/// last.
pub(crate) fn name(profile: &Profile) -> Result<String, Failure> {
    match who(profile)? {
        Some(Who::User(name)) => Ok(name),
        Some(Who::Machine(_)) => Err(machine::has_no_user(profile)),
        None => Err(profile.sign_in_needed("nobody is signed in")),
    }
}

/// Whom the profile means: whom it names, else who signed in last.
pub(crate) fn who(profile: &Profile) -> Result<Option<Who>, Failure> {
    let is_machine = profile.method == Method::ClientCredentials;
    if let Some(name) = profile.username.clone().filter(|_| !is_machine) {
        return Ok(Some(Who::User(name)));
    }
    // Several machines may share an app client, each with scopes of its own.
    let own = profile.wanted();
    if is_machine && own != Wanted::default() {
        return Ok(Some(Who::Machine(own)));
    }
    let last = recall(&profile.pool_id, &profile.client_id)?;
    Ok(
        match last.as_deref().map(|last| last.strip_prefix(MACHINE)) {
            Some(Some(wanted)) => Some(Who::Machine(read(wanted))),
            // A machine needs no person to sign in.
            _ if is_machine => Some(Who::Machine(own)),
            Some(None) => last.map(Who::User),
            None => None,
        },
    )
}

/// Notes that the app client itself has just signed in, and for what.
pub(crate) fn remember_machine(profile: &Profile, wanted: &Wanted) -> Result<(), Failure> {
    remember(profile, &format!("{MACHINE} {}", written(wanted)))
}

fn written(wanted: &Wanted) -> String {
    let resource = wanted.resource.as_deref().unwrap_or_default();
    format!("{}\n{resource}", wanted.scopes.join(" "))
}

fn read(text: &str) -> Wanted {
    let (scopes, resource) = text.split_once('\n').unwrap_or((text, ""));
    Wanted {
        scopes: scopes.split_whitespace().map(str::to_owned).collect(),
        resource: Some(resource.to_owned()).filter(|resource| !resource.is_empty()),
    }
}

/// Forgets that it did.
pub(crate) fn forget_machine(profile: &Profile) -> Result<(), Failure> {
    match recall(&profile.pool_id, &profile.client_id)? {
        Some(last) if last.starts_with(MACHINE) => forget(profile, &last),
        _ => Ok(()),
    }
}

/// Notes who has just signed in.
pub(crate) fn remember(profile: &Profile, name: &str) -> Result<(), Failure> {
    let path = file(&profile.pool_id, &profile.client_id)?;
    let write = || -> std::io::Result<()> {
        let directory = path.parent().unwrap_or(&path);
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(directory)?;
        let mut temporary = tempfile::NamedTempFile::new_in(directory)?;
        temporary.write_all(name.as_bytes())?;
        temporary.as_file().sync_all()?;
        temporary.persist(&path)?;
        Ok(())
    };
    write().map_err(|error| {
        Failure::new(
            Kind::Configuration,
            format_args!("cannot write {}: {error}", path.display()),
        )
    })
}

/// Forgets who signed in last, if it was this user.
pub(crate) fn forget(profile: &Profile, name: &str) -> Result<(), Failure> {
    if recall(&profile.pool_id, &profile.client_id)?.as_deref() != Some(name) {
        return Ok(());
    }
    let path = file(&profile.pool_id, &profile.client_id)?;
    match fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::new(
            Kind::Configuration,
            format_args!("cannot remove {}: {error}", path.display()),
        )),
        _ => Ok(()),
    }
}

fn recall(pool_id: &PoolId, client_id: &ClientId) -> Result<Option<String>, Failure> {
    let path = file(pool_id, client_id)?;
    match fs::read_to_string(&path) {
        Ok(name) => Ok(Some(name).filter(|name| !name.is_empty())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::new(
            Kind::Configuration,
            format_args!("cannot read {}: {error}", path.display()),
        )),
    }
}

/// Both ids are made of characters that any file system takes.
fn file(pool_id: &PoolId, client_id: &ClientId) -> Result<PathBuf, Failure> {
    Ok(paths::state_directory()?
        .join("current")
        .join(format!("{pool_id}-{client_id}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_machine_asks_for_is_remembered() {
        let text = |text: &str| text.to_owned();
        let wanted = |scopes: &[&str], resource: Option<&str>| Wanted {
            scopes: scopes.iter().copied().map(text).collect(),
            resource: resource.map(text),
        };
        for wanted in [
            wanted(&[], None),
            wanted(&["a/b", "c/d"], None),
            wanted(&[], Some("https://api.example.com")),
            wanted(&["a/b"], Some("app://api a")),
        ] {
            assert_eq!(read(&format!(" {}", written(&wanted))), wanted);
        }
        // As it was written before there were resources.
        assert_eq!(read(" a/b c/d"), wanted(&["a/b", "c/d"], None));
    }
}
