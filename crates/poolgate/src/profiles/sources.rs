use std::ffi::OsString;
use std::path::PathBuf;

use super::cognito_environment::DEFAULT_REGION;
use super::{CognitoCredentialsFile, Profile, ProfileError, ProfileFile, check_name};

/// Where profiles are looked for, and in which order.
///
/// A profile of a given name: in Poolgate's file, then in cognitoinator's. Without a name: the
/// `default_profile` of Poolgate's file, then the user whom cognitoinator's variables describe.
pub struct Sources<'a> {
    /// Poolgate's file. It need not exist.
    pub profile_file: PathBuf,
    /// cognitoinator's file; opened only for a name that Poolgate's file does not have.
    pub cognito_credentials_file: PathBuf,
    /// Whether that one need not exist either: where nobody has named it.
    pub cognito_credentials_may_be_missing: bool,
    /// The environment.
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
    /// Names that stand for profiles of the program's own, such as `local`. No file is asked for
    /// them.
    pub built_in: &'a [&'a str],
}

/// A profile, and where it was found.
#[derive(Debug)]
pub struct Found {
    /// Its name; the environment's has none.
    pub name: Option<String>,
    /// Where it was found.
    pub source: Source,
    /// What it says; nothing, for a built-in one.
    pub profile: Profile,
}

/// Where a profile was found.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Source {
    /// The program itself.
    BuiltIn,
    /// One of the files.
    File(PathBuf),
    /// The environment.
    Environment,
}

impl Sources<'_> {
    /// The profile of this name, or the one that counts without a name; `None` if there is none.
    pub fn find(&self, name: Option<&str>) -> Result<Option<Found>, ProfileError> {
        if let Some(name) = name.filter(|name| self.built_in.contains(name)) {
            return Ok(Some(built_in(name)));
        }
        if let Some(name) = name {
            check_name(name)?;
        }
        let file = self.profile_file()?;
        match name.or(file.default_profile()) {
            Some(name) if self.built_in.contains(&name) => Ok(Some(built_in(name))),
            Some(name) => self.named(name, &file).map(Some),
            None => self.described(),
        }
    }

    /// Poolgate's file.
    pub fn profile_file(&self) -> Result<ProfileFile, ProfileError> {
        ProfileFile::read(&self.profile_file)
    }

    /// cognitoinator's file.
    pub fn cognito_credentials(&self) -> Result<CognitoCredentialsFile, ProfileError> {
        let path = &self.cognito_credentials_file;
        if self.cognito_credentials_may_be_missing && !path.exists() {
            return CognitoCredentialsFile::parse("", path);
        }
        CognitoCredentialsFile::read(path)
    }

    fn named(&self, name: &str, file: &ProfileFile) -> Result<Found, ProfileError> {
        check_name(name)?;
        if file.has(name) {
            return Ok(Found {
                name: Some(name.to_owned()),
                source: Source::File(file.path().to_owned()),
                profile: file.profile(name)?,
            });
        }
        let credentials = self.cognito_credentials()?;
        let Some(mut profile) = credentials.profile(name)? else {
            let others = credentials.names().filter(|name| !file.has(name));
            let known = file.names().chain(others);
            return Err(ProfileError::UnknownProfile {
                name: name.to_owned(),
                known: known.map(str::to_owned).collect(),
                built_in: self.built_in.iter().map(ToString::to_string).collect(),
            });
        };
        if profile.region.is_none() {
            let default = (self.environment)(DEFAULT_REGION).filter(|region| !region.is_empty());
            profile.region = default.map(|region| region.to_string_lossy().into_owned());
        }
        Ok(Found {
            name: Some(name.to_owned()),
            source: Source::File(credentials.path().to_owned()),
            profile,
        })
    }

    fn described(&self) -> Result<Option<Found>, ProfileError> {
        let described = Profile::from_environment(self.environment)?;
        Ok(described.map(|profile| Found {
            name: None,
            source: Source::Environment,
            profile,
        }))
    }
}

fn built_in(name: &str) -> Found {
    Found {
        name: Some(name.to_owned()),
        source: Source::BuiltIn,
        profile: Profile::default(),
    }
}

impl std::fmt::Debug for Sources<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sources")
            .field("profile_file", &self.profile_file)
            .field("cognito_credentials_file", &self.cognito_credentials_file)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INI: &str =
        "[dev]\napp_id = ini\nusername = ana\npassword = p\n[profile old]\napp_id = ini\n";

    fn find(toml: &str, ini: &str, name: Option<&str>) -> Result<Option<Found>, ProfileError> {
        let directory = tempfile::tempdir().unwrap();
        let sources = Sources {
            profile_file: directory.path().join("config.toml"),
            cognito_credentials_file: directory.path().join("cognito_credentials"),
            cognito_credentials_may_be_missing: false,
            environment: &|name| match name {
                "COGNITO_APP_ID" | "COGNITO_PASSWORD" | "COGNITO_USERNAME" => Some("env".into()),
                "COGNITO_USER_POOL_ID" => Some("eu-west-1_Example".into()),
                "AWS_DEFAULT_REGION" => Some("eu-west-3".into()),
                _ => None,
            },
            built_in: &["local"],
        };
        std::fs::write(&sources.profile_file, toml).unwrap();
        std::fs::write(&sources.cognito_credentials_file, ini).unwrap();
        sources.find(name)
    }

    fn client(toml: &str, ini: &str, name: Option<&str>) -> String {
        let found = find(toml, ini, name).unwrap().unwrap();
        found.profile.client_id.unwrap_or_default()
    }

    #[test]
    fn our_file_comes_before_cognitoinators_and_that_before_the_environment() {
        let toml = "[profiles.dev]\nclient_id = 'toml'\n";
        assert_eq!(client(toml, INI, Some("dev")), "toml");
        assert_eq!(client(toml, INI, Some("old")), "ini");
        assert_eq!(client("", INI, Some("dev")), "ini");
        assert_eq!(client(toml, INI, None), "env");
        let toml = "default_profile = 'old'\n";
        assert_eq!(client(toml, INI, None), "ini");
    }

    #[test]
    fn a_profile_takes_nothing_of_the_environments_user() {
        let toml = "[profiles.dev]\nclient_id = 'toml'\n";
        let profile = find(toml, "", Some("dev")).unwrap().unwrap().profile;
        assert!(profile.username.is_none() && profile.password.is_none());
        // Only cognitoinator falls back to that variable.
        assert!(profile.region.is_none());
        let profile = find("", INI, Some("old")).unwrap().unwrap().profile;
        assert_eq!(profile.region.as_deref(), Some("eu-west-3"));
    }

    #[test]
    fn cognitoinators_file_is_not_opened_for_a_profile_of_ours() {
        let toml = "default_profile = 'dev'\n[profiles.dev]\nclient_id = 'toml'\n";
        for name in [None, Some("dev")] {
            assert_eq!(client(toml, "no INI", name), "toml");
        }
        assert!(find(toml, "no INI", Some("other")).is_err());
    }

    #[test]
    fn a_built_in_profile_needs_no_file() {
        for (toml, name) in [
            ("broken", Some("local")),
            ("default_profile = 'local'", None),
        ] {
            let found = find(toml, "broken", name).unwrap().unwrap();
            assert_eq!(found.source, Source::BuiltIn);
        }
    }

    #[test]
    fn a_name_that_is_nowhere_is_told_those_that_are() {
        let toml = "[profiles.dev]\n";
        let error = find(toml, INI, Some("absent")).unwrap_err();
        assert_eq!(
            error.hint().as_deref(),
            Some("Configured: dev, old; built in: local")
        );
        assert!(matches!(
            find(toml, INI, Some("a b")),
            Err(ProfileError::InvalidName { .. })
        ));
    }
}
