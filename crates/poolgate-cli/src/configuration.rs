//! The configuration file.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::failure::Failure;
use crate::method::Method;

/// The file as a whole.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Configuration {
    /// The profile that commands use when none is named.
    pub(crate) default_profile: Option<String>,
    #[serde(default)]
    profiles: BTreeMap<String, ProfileSection>,
}

/// `[profiles.NAME]`. Each key is optional, since flags and the environment may supply it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProfileSection {
    /// Another profile, whose keys hold where this one has none.
    inherits: Option<String>,
    pub(crate) pool_id: Option<String>,
    pub(crate) client_id: Option<String>,
    /// A file whose first line is the app client's secret.
    pub(crate) client_secret_file: Option<PathBuf>,
    pub(crate) identity_pool_id: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) role_arn: Option<String>,
    pub(crate) username: Option<String>,
    /// What `login` signs in with.
    pub(crate) method: Option<Method>,
    /// A shell command that prints the code of a second factor.
    pub(crate) mfa_process: Option<String>,
    /// A shell command that is an authenticator.
    pub(crate) passkey_process: Option<String>,
    /// Whether `login` has this device remembered.
    pub(crate) remember_device: Option<bool>,
    /// Where the user pool answers, instead of AWS.
    pub(crate) endpoint_url: Option<String>,
    /// Where the identity pool answers, instead of AWS.
    pub(crate) identity_endpoint_url: Option<String>,
}

impl Configuration {
    /// Reads the file; one that does not exist is an empty one.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => {
                let shown = path.display();
                return Err(Failure::configuration(format_args!(
                    "cannot read {shown}: {error}"
                )));
            }
        };
        toml::from_str(&text).map_err(|error| {
            // The error's own text quotes the file, and a file may hold what is private.
            let line = error
                .span()
                .map_or(1, |span| 1 + newlines(&text, span.start));
            let shown = path.display();
            Failure::configuration(format_args!("{shown}, line {line}: {}", error.message()))
        })
    }

    /// The profile's section, with what it inherits.
    pub(crate) fn profile(&self, name: &str) -> Result<ProfileSection, Failure> {
        let mut merged = self.section(name)?.clone();
        let mut seen = vec![name.to_owned()];
        while let Some(base) = merged.inherits.take() {
            if seen.contains(&base) {
                return Err(Failure::configuration(format_args!(
                    "profile {name:?} inherits from itself: {} → {base}",
                    seen.join(" → ")
                )));
            }
            merged.fill_from(self.section(&base)?);
            seen.push(base);
        }
        Ok(merged)
    }

    fn section(&self, name: &str) -> Result<&ProfileSection, Failure> {
        self.profiles.get(name).ok_or_else(|| {
            let known: Vec<&str> = self.profiles.keys().map(String::as_str).collect();
            let known = if known.is_empty() {
                "none".to_owned()
            } else {
                known.join(", ")
            };
            Failure::configuration(format_args!("there is no profile {name:?}"))
                .hint(format_args!("Configured: {known}; built in: local"))
        })
    }
}

impl ProfileSection {
    fn fill_from(&mut self, base: &Self) {
        self.inherits.clone_from(&base.inherits);
        for (own, inherited) in [
            (&mut self.pool_id, &base.pool_id),
            (&mut self.client_id, &base.client_id),
            (&mut self.identity_pool_id, &base.identity_pool_id),
            (&mut self.region, &base.region),
            (&mut self.role_arn, &base.role_arn),
            (&mut self.username, &base.username),
            (&mut self.mfa_process, &base.mfa_process),
            (&mut self.passkey_process, &base.passkey_process),
            (&mut self.endpoint_url, &base.endpoint_url),
            (&mut self.identity_endpoint_url, &base.identity_endpoint_url),
        ] {
            if own.is_none() {
                own.clone_from(inherited);
            }
        }
        self.method = self.method.or(base.method);
        self.remember_device = self.remember_device.or(base.remember_device);
        if self.client_secret_file.is_none() {
            self.client_secret_file.clone_from(&base.client_secret_file);
        }
    }
}

fn newlines(text: &str, end: usize) -> usize {
    text.as_bytes()
        .iter()
        .take(end)
        .filter(|byte| **byte == b'\n')
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Configuration, Failure> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        Configuration::read(&path)
    }

    #[test]
    fn a_profile_inherits_what_it_does_not_say() {
        let configuration = parse(
            "[profiles.base]\npool_id = 'a'\nregion = 'b'\n\
             [profiles.dev]\ninherits = 'base'\nregion = 'c'\nmethod = 'password'\n",
        )
        .unwrap();
        let dev = configuration.profile("dev").unwrap();
        assert_eq!(
            (dev.pool_id.as_deref(), dev.region.as_deref()),
            (Some("a"), Some("c"))
        );
        assert_eq!(dev.method, Some(Method::Password));
    }

    #[test]
    fn a_circle_of_profiles_is_named() {
        let text = "[profiles.a]\ninherits = 'b'\n[profiles.b]\ninherits = 'a'\n";
        let failure = parse(text).unwrap().profile("a").unwrap_err();
        assert_eq!(
            failure.message,
            "profile \"a\" inherits from itself: a → b → a"
        );
    }

    #[test]
    fn an_unknown_profile_names_those_that_are() {
        let failure = parse("[profiles.a]\n[profiles.b]\n")
            .unwrap()
            .profile("c")
            .unwrap_err();
        assert_eq!(
            failure.hint.as_deref(),
            Some("Configured: a, b; built in: local")
        );
    }

    #[test]
    fn a_broken_file_names_its_line_and_shows_nothing_of_it() {
        for text in [
            "\n\n[profiles.a",
            "\n\n[profiles.a]\nsecret = 'hunter2'",
            "\n\nx = hunter2",
        ] {
            let failure = parse(text).unwrap_err();
            assert!(failure.message.contains("config.toml, line "), "{failure}");
            assert!(!failure.message.contains("hunter2"), "{failure}");
        }
    }

    #[test]
    fn no_file_is_an_empty_configuration() {
        let absent = Path::new("/nonexistent/poolgate/config.toml");
        assert!(Configuration::read(absent).unwrap().profiles.is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(\\[?[a-z._]*\\]?( = )?['\"]?.{0,12}['\"]?\n){0,6}") {
            let _ = parse(&text).map(|configuration| configuration.profile("dev").is_ok());
        }
    }
}
