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
            let before = error.span().and_then(|span| text.get(..span.start));
            let before = before.unwrap_or_default();
            ProfileError::Syntax {
                path: path.to_owned(),
                line: 1 + before.bytes().filter(|byte| *byte == b'\n').count(),
                reason: without_values(error.message(), key(before)),
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

/// The key whose value begins here, if one does.
fn key(before: &str) -> Option<&str> {
    let line = before
        .lines()
        .next_back()
        .filter(|_| !before.ends_with('\n'))?;
    let (key, rest) = line.split_once('=')?;
    let key = key.trim();
    let is_key = !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (is_key && rest.trim().is_empty()).then_some(key)
}

/// The parser's words may quote a value, and a value may be a password in the wrong place. What it
/// expected comes last and quotes nothing of the file.
fn without_values(message: &str, key: Option<&str>) -> String {
    if message.starts_with("unknown field") {
        return unknown_key(message);
    }
    let quotes = ["invalid type", "invalid value", "unknown variant"];
    if !quotes.iter().any(|words| message.starts_with(words)) {
        return message.to_owned();
    }
    let key = key.map(|key| format!("{key}: ")).unwrap_or_default();
    match message.rsplit_once(", expected ") {
        // The words of the parser's own data model.
        Some((_, "a sequence")) => format!("{key}expected a list, in brackets"),
        Some((_, expected)) => format!("{key}expected {expected}"),
        None => format!("{key}a value of another kind was expected"),
    }
}

/// The key and those that it may have been meant to be: the parser names all that there are.
fn unknown_key(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let key = quoted.next().unwrap_or_default();
    let near: Vec<_> = quoted.filter(|known| is_near(key, known)).collect();
    match near.as_slice() {
        [] => format!("{key} is not a key of this file"),
        near => format!(
            "{key} is not a key of this file; near it are {}",
            near.join(", ")
        ),
    }
}

/// Whether one is part of the other, or all but a letter or two are common at the two ends.
fn is_near(key: &str, known: &str) -> bool {
    let common = |pairs: &mut dyn Iterator<Item = (u8, u8)>| {
        pairs.take_while(|(one, other)| one == other).count()
    };
    let (one, other) = (key.as_bytes(), known.as_bytes());
    let beginning = common(&mut one.iter().copied().zip(other.iter().copied()));
    let end = common(&mut one.iter().rev().copied().zip(other.iter().rev().copied()));
    let is_part = key.len() > 3 && (known.contains(key) || key.contains(known));
    is_part || beginning + end + 2 >= one.len().max(other.len()) && beginning + end > 1
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
            ("[profiles.a]\nredirect_uris = ['a', \n7]", 3),
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
    fn a_wrong_key_or_value_is_named_with_what_was_meant() {
        for (line, expected) in [
            (
                "redirect_uris = 'x'",
                "redirect_uris: expected a list, in brackets",
            ),
            (
                "remember_device = 'x'",
                "remember_device: expected a boolean",
            ),
            ("redirect_uri = 'x'", "; near it are redirect_uris"),
            ("client_secret = 'x'", "; near it are client_secret_file"),
            ("scope = ['x']", "; near it are scopes"),
            ("usrename = 'x'", "; near it are username"),
            ("colour = 'x'", "colour is not a key of this file"),
        ] {
            let error = parse(&format!("[profiles.a]\n{line}\n"))
                .unwrap_err()
                .to_string();
            assert!(error.ends_with(expected), "{error}");
        }
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
