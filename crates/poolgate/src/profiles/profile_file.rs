use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Profile, ProfileError};

/// Poolgate's own file of profiles, in TOML.
///
/// ```toml
/// default_profile = "dev"
///
/// [profiles.dev]
/// pool_id = "eu-west-1_AbCdEf123"
/// client_id = "4h57exampleclient"
/// ```
#[derive(Clone, Debug, Default)]
pub struct ProfileFile {
    path: PathBuf,
    contents: Contents,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Contents {
    default_profile: Option<String>,
    profiles: BTreeMap<String, Profile>,
}

impl ProfileFile {
    /// Reads the file; one that does not exist is an empty one.
    pub fn read(path: &Path) -> Result<Self, ProfileError> {
        Self::parse(&read_or_empty(path)?, path)
    }

    /// Reads a text; the path is for the errors.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ProfileError> {
        let contents = toml::from_str(text).map_err(|error| {
            let newlines = |end: usize| text.bytes().take(end).filter(|byte| *byte == b'\n');
            ProfileError::Syntax {
                path: path.to_owned(),
                line: 1 + error.span().map_or(0, |span| newlines(span.start).count()),
                reason: without_values(error.message()),
            }
        })?;
        Ok(Self {
            path: path.to_owned(),
            contents,
        })
    }

    /// The profile that counts where none is named.
    #[must_use]
    pub fn default_profile(&self) -> Option<&str> {
        self.contents.default_profile.as_deref()
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The names of the profiles.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.contents.profiles.keys().map(String::as_str)
    }

    /// Whether there is a profile of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.contents.profiles.contains_key(name)
    }

    /// The profile, with what it inherits.
    pub fn profile(&self, name: &str) -> Result<Profile, ProfileError> {
        let mut merged = self.section(name)?.clone();
        let mut chain = vec![name.to_owned()];
        while let Some(base) = merged.inherits.take() {
            let is_known = chain.contains(&base);
            chain.push(base.clone());
            if is_known {
                let name = name.to_owned();
                return Err(ProfileError::Circle { name, chain });
            }
            merged = merged.or(self.section(&base)?);
        }
        Ok(merged)
    }

    fn section(&self, name: &str) -> Result<&Profile, ProfileError> {
        self.contents.profiles.get(name).ok_or_else(|| {
            let known = self.names().map(str::to_owned).collect();
            ProfileError::UnknownProfile {
                name: name.to_owned(),
                known,
                built_in: Vec::new(),
            }
        })
    }
}

/// A file that does not exist is an empty one.
pub(super) fn read_or_empty(path: &Path) -> Result<String, ProfileError> {
    match std::fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        outcome => outcome.map_err(|error| ProfileError::unreadable(path, &error)),
    }
}

/// The parser's words may quote a value, and a value may be a password in the wrong place. What it
/// expected comes last and quotes nothing of the file.
fn without_values(message: &str) -> String {
    if message.starts_with("unknown field") {
        let key = message.split('`').nth(1).unwrap_or_default();
        return format!("{key} is not a key of this file");
    }
    let quotes = ["invalid type", "invalid value", "unknown variant"];
    if !quotes.iter().any(|words| message.starts_with(words)) {
        return message.to_owned();
    }
    match message.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => "a value of another kind was expected".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::Method;

    fn parse(text: &str) -> Result<ProfileFile, ProfileError> {
        ProfileFile::parse(text, Path::new("config.toml"))
    }

    #[test]
    fn a_profile_inherits_what_it_does_not_say() {
        let file = parse(
            "[profiles.base]\npool_id = 'a'\nregion = 'b'\nrole_arn = 'r'\n\
             [profiles.dev]\ninherits = 'base'\nregion = 'c'\nmethod = 'password'\n\
             role_suffix = 's'\n[profiles.dev.client_metadata]\nfoo = 'bar'\n",
        )
        .unwrap();
        let dev = file.profile("dev").unwrap();
        assert_eq!(
            (dev.pool_id.as_deref(), dev.region.as_deref()),
            (Some("a"), Some("c"))
        );
        assert_eq!(dev.method, Some(Method::Password));
        assert_eq!(
            (dev.role_arn, dev.role_suffix.as_deref()),
            (None, Some("s"))
        );
        assert_eq!(dev.client_metadata.unwrap()["foo"], "bar");
    }

    #[test]
    fn a_circle_of_profiles_is_named() {
        let text = "[profiles.a]\ninherits = 'b'\n[profiles.b]\ninherits = 'a'\n";
        let error = parse(text).unwrap().profile("a").unwrap_err();
        assert_eq!(
            error.to_string(),
            "profile \"a\" inherits from itself: a → b → a"
        );
    }

    #[test]
    fn an_unknown_profile_names_those_that_are() {
        let file = parse("[profiles.a]\n[profiles.b]\n").unwrap();
        let hint = file.profile("c").unwrap_err().hint();
        assert_eq!(hint.as_deref(), Some("Configured: a, b"));
    }

    #[test]
    fn a_broken_file_names_its_line_and_shows_nothing_of_it() {
        for (text, line) in [
            ("\n\n[profiles.a", 3),
            ("\n\n[profiles.a]\npassword = 'hunter2'", 4),
            ("\n\nx = hunter2", 3),
            ("[profiles.a]\nremember_device = 'hunter2'", 2),
            (
                "[profiles.a]\nremember_device = 'hunter2, expected hunter2'",
                2,
            ),
            ("[profiles.a]\nmethod = 'hunter2'", 2),
            ("[profiles.a]\nrole_duration_seconds = 'hunter2'", 2),
            ("[profiles.a]\nredirect_uris = 'hunter2'", 2),
            ("default_profile = 'a'\nprofiles = 'hunter2'", 2),
        ] {
            let error = parse(text).unwrap_err().to_string();
            let place = format!("config.toml, line {line}: ");
            assert!(error.starts_with(&place), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
        let error = parse("[profiles.a]\npassword = 'x'").unwrap_err();
        assert!(
            error.to_string().contains("password is not a key"),
            "{error}"
        );
    }

    #[test]
    fn no_file_is_an_empty_one() {
        let absent = Path::new("/nonexistent/poolgate/config.toml");
        assert_eq!(ProfileFile::read(absent).unwrap().names().count(), 0);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(\\[?[a-z._]*\\]?( = )?['\"]?.{0,12}['\"]?\n){0,6}") {
            let _ = parse(&text).map(|file| file.profile("dev").is_ok());
        }
    }
}
