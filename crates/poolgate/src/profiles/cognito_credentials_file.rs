use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::cognito_config::{self, Setting};
use super::ini::{self, Section};
use super::{Place, Profile, ProfileError};

/// cognitoinator's file of profiles, `~/.aws/cognito_credentials`.
///
/// ```ini
/// [default]
/// user_pool_id = eu-west-1_AbCdEf123
/// app_id = 4h57exampleclient
/// username = ana
/// password = …
///
/// [profile dev]
/// ```
///
/// `[dev]` is the same as `[profile dev]`, which alone counts there. What it says of passwords
/// counts here as well; they are wiped with the profile and never shown.
#[derive(Debug)]
pub struct CognitoCredentialsFile {
    path: PathBuf,
    profiles: BTreeMap<String, Section>,
}

impl CognitoCredentialsFile {
    /// Reads the file, which has to exist.
    pub fn read(path: &Path) -> Result<Self, ProfileError> {
        let text = std::fs::read_to_string(path);
        let text = text.map_err(|error| ProfileError::unreadable(path, &error))?;
        Self::parse(&Zeroizing::new(text), path)
    }

    /// Reads a text; the path is for the errors.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ProfileError> {
        let mut profiles = BTreeMap::<String, Section>::new();
        for section in ini::parse(text, path)? {
            let name = name(&section.header);
            if let Some(first) = profiles.get(&name) {
                return Err(ProfileError::DuplicateProfile {
                    path: path.to_owned(),
                    first: format!("[{}]", first.header),
                    first_line: first.line,
                    second: format!("[{}]", section.header),
                    second_line: section.line,
                });
            }
            profiles.insert(name, section);
        }
        Ok(Self {
            path: path.to_owned(),
            profiles,
        })
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The names of the profiles.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.profiles.keys().map(String::as_str)
    }

    /// The profile of this name, if there is one.
    pub fn profile(&self, name: &str) -> Result<Option<Profile>, ProfileError> {
        let Some(section) = self.profiles.get(name) else {
            return Ok(None);
        };
        let settings = section.entries.iter().map(|entry| Setting {
            key: entry.key.clone(),
            value: entry.value.clone(),
            place: Place::Line {
                path: self.path.clone(),
                line: entry.line,
                key: entry.key.clone(),
            },
        });
        cognito_config::profile(settings).map(Some)
    }
}

/// The profile's name in a header, which may be in quotes as in `~/.aws/config`.
fn name(header: &str) -> String {
    let prefixed = header.strip_prefix("profile");
    let name = prefixed.filter(|rest| rest.starts_with([' ', '\t']));
    let name = name.unwrap_or(header).trim();
    let unquoted = ['"', '\''].into_iter().find_map(|quote| {
        let inner = name.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.is_empty()).then_some(inner)
    });
    unquoted.unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::profiles::Method;

    fn parse(text: &str) -> Result<CognitoCredentialsFile, ProfileError> {
        CognitoCredentialsFile::parse(text, Path::new("credentials"))
    }

    #[test]
    fn all_forms_of_a_header_name_a_profile() {
        let file = parse(
            "[default]\napp_id = 0\n[x]\napp_id = 1\n[profile y]\napp_id = 2\n\
             [ profile  \"z\" ]\napp_id = 3\n[profile]\n[profiles]\n",
        )
        .unwrap();
        for (index, name) in ["default", "x", "y", "z"].iter().enumerate() {
            let profile = file.profile(name).unwrap().unwrap();
            assert_eq!(profile.client_id, Some(index.to_string()));
        }
        let names: Vec<_> = file.names().collect();
        assert_eq!(names, ["default", "profile", "profiles", "x", "y", "z"]);
    }

    #[test]
    fn a_profile_in_two_forms_is_refused_and_both_are_named() {
        for (first, second) in [
            ("x", "profile x"),
            ("profile default", "default"),
            ("x", "x"),
        ] {
            let text = format!("[{first}]\n[other]\n[{second}]\n");
            let error = parse(&text).unwrap_err().to_string();
            assert_eq!(
                error,
                format!("credentials: [{first}] (line 1) and [{second}] (line 3) are one profile")
            );
        }
    }

    #[test]
    fn every_key_counts() {
        let text = "[x]\nuser_pool_id = eu-west-1_Example\napp_id = client\nusername = ana\n\
                    password = p=#;1\nidentity_pool_id = eu-west-1:1\nregion = eu-west-1\n\
                    role_arn = arn:aws:iam::1:role/r\nauth_type = user_password\n\
                    auth_flow = classic\nrole_session_name = job\nrole_expiry_time = 900\n\
                    metadata = {\"foo\": \"bar\"}\n";
        let profile = parse(text).unwrap().profile("x").unwrap().unwrap();
        assert_eq!(
            profile.require_pool_id().unwrap().as_str(),
            "eu-west-1_Example"
        );
        assert_eq!(profile.require_client_id().unwrap().as_str(), "client");
        assert_eq!(profile.require_region().unwrap().as_str(), "eu-west-1");
        assert!(profile.identity_pool().unwrap().is_some());
        assert_eq!(profile.username.as_deref(), Some("ana"));
        assert_eq!(profile.password.as_ref().unwrap().expose(), "p=#;1");
        assert_eq!(profile.method, Some(Method::Password));
        assert_eq!(profile.client_metadata.as_ref().unwrap()["foo"], "bar");
        assert_eq!(profile.role().unwrap().to_string(), "arn:aws:iam::1:role/r");
        assert_eq!(profile.flow().unwrap().to_string(), "classic job 900");
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line_and_without_its_value() {
        let file = parse("[x]\napp_id = 1\nclient_secret = hunter2\n").unwrap();
        let error = file.profile("x").unwrap_err().to_string();
        assert!(
            error.starts_with("credentials, line 3: client_secret is not a key"),
            "{error}"
        );
        assert!(!error.contains("hunter2"), "{error}");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_no_password_is_shown(
            text in "(\\[(profile )?[a-c]\\]?|(app_id|password|metadata|role_arn|x)( ?[=:] ?(hunter2)?)?[{}\"a-z1]{0,4}|[ -~]{0,6}\n ){0,6}"
        ) {
            match parse(&text) {
                Ok(file) => {
                    for name in file.names() {
                        let shown = format!("{:?}", file.profile(name).map(|profile| profile.unwrap().password));
                        prop_assert!(!shown.contains("hunter2"), "{}", shown);
                    }
                }
                Err(error) => {
                    let _ = error.hint();
                }
            }
        }
    }
}
