//! Writing into Poolgate's file, which people write too.

use std::path::{Path, PathBuf};
use std::time::Duration;

use toml_edit::{DocumentMut, Item, Table};

use super::profile_file::read_or_empty;
use super::{Profile, ProfileError, ProfileFile, check_name};
use crate::store::lock::FileLock;
use crate::store::owner_file;

/// An edit takes milliseconds.
const LOCK_WAIT: Duration = Duration::from_secs(10);

/// As many as Linux follows.
const MOST_LINKS: usize = 40;

/// The text of a file of profiles with one more; comments and order stay. A profile that is there
/// already is an error, unless it is to be replaced. A password is not written.
pub fn insert_profile(
    text: &str,
    path: &Path,
    name: &str,
    profile: &Profile,
    replace: bool,
) -> Result<String, ProfileError> {
    check_name(name)?;
    // What is no file of profiles is refused, and left as it is.
    let file = ProfileFile::parse(text, path)?;
    if file.has(name) && !replace {
        return Err(ProfileError::Exists {
            path: path.to_owned(),
            name: name.to_owned(),
        });
    }
    let refused = |reason: String| ProfileError::Syntax {
        path: path.to_owned(),
        line: 1,
        reason,
    };
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| refused(error.message().to_owned()))?;
    let section =
        toml_edit::ser::to_document(profile).map_err(|error| refused(error.to_string()))?;
    let profiles = document.entry("profiles").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let profiles = profiles
        .as_table_like_mut()
        .ok_or_else(|| refused("profiles is not a table".to_owned()))?;
    profiles.insert(name, Item::Table(section.as_table().clone()));
    Ok(document.to_string())
}

impl Profile {
    /// The keys that are set, as lines of Poolgate's file; not the password.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let document = toml_edit::ser::to_document(self);
        // Texts, numbers and a map of texts are always TOML.
        document.map_or_else(|_| String::new(), |document| document.to_string())
    }
}

/// Changes the text of a file of profiles, which need not exist: as a whole or not at all, after any
/// other process that changes it, and so that only its owner can read it. A symbolic link stays one.
///
/// # Errors
/// Those of `change`, after which the file is as it was; that it cannot be read or written; that
/// another process has held its lock for 10 s.
pub fn edit_profile_file(
    path: &Path,
    change: impl FnOnce(&str) -> Result<String, ProfileError>,
) -> Result<(), ProfileError> {
    let path = target(path).map_err(|error| ProfileError::unreadable(path, &error))?;
    if let Some(directory) = path.parent().filter(|directory| !directory.exists()) {
        owner_file::create_directory(directory).map_err(ProfileError::Unwritable)?;
    }
    let lock = FileLock::acquire(&path.with_added_extension("lock"), LOCK_WAIT);
    let _lock = lock.map_err(ProfileError::Unwritable)?;
    let text = change(&read_or_empty(&path)?)?;
    owner_file::write(&path, text.as_bytes()).map_err(ProfileError::Unwritable)
}

/// Where a chain of symbolic links ends, whether or not a file is there.
fn target(path: &Path) -> std::io::Result<PathBuf> {
    let mut path = std::path::absolute(path)?;
    for _ in 0..MOST_LINKS {
        let Ok(link) = std::fs::read_link(&path) else {
            return Ok(path);
        };
        path.pop();
        path.push(link);
    }
    Err(std::io::ErrorKind::TooManyLinks.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::{Flow, Method};

    fn profile() -> Profile {
        Profile {
            pool_id: Some("eu-west-1_Example".to_owned()),
            username: Some("a \"quoted\" name".to_owned()),
            password: Some(crate::Password::new("hunter2".to_owned()).unwrap()),
            method: Some(Method::SrpCustom),
            credential_flow: Some(Flow::Classic),
            role_duration_seconds: Some(900),
            redirect_uris: Some(vec!["http://localhost:8400/callback".to_owned()]),
            client_metadata: Some([("foo".to_owned(), "bar".to_owned())].into()),
            ..Profile::default()
        }
    }

    fn insert(text: &str, name: &str, replace: bool) -> Result<String, ProfileError> {
        insert_profile(text, Path::new("config.toml"), name, &profile(), replace)
    }

    #[test]
    fn comments_and_order_stay_and_the_profile_is_read_back() {
        let text =
            "# ours\ndefault_profile = 'b' # b\n\n[profiles.b] # first\npool_id = 'x'\n# end\n";
        let written = insert(text, "a.1", false).unwrap();
        assert!(
            written.starts_with(
                "# ours\ndefault_profile = 'b' # b\n\n[profiles.b] # first\npool_id = 'x'\n"
            ),
            "{written}"
        );
        assert!(written.contains("# end"), "{written}");
        assert!(!written.contains("hunter2"), "{written}");
        let read = ProfileFile::parse(&written, Path::new("config.toml")).unwrap();
        let read = read.profile("a.1").unwrap();
        assert_eq!(read.username, profile().username);
        assert_eq!(read.method, profile().method);
        assert_eq!(read.flow().unwrap(), profile().flow().unwrap());
        assert_eq!(read.redirect_uris, profile().redirect_uris);
        assert_eq!(read.client_metadata, profile().client_metadata);
        assert!(read.password.is_none());
    }

    #[test]
    fn a_profile_that_is_there_is_replaced_only_if_asked() {
        for text in [
            "[profiles.a]\nregion = 'x'\n",
            "profiles = { a = { region = 'x' } }\n",
        ] {
            let error = insert(text, "a", false).unwrap_err();
            assert!(matches!(error, ProfileError::Exists { .. }), "{error}");
            let written = insert(text, "a", true).unwrap();
            assert!(!written.contains("region"), "{written}");
            assert!(insert(&written, "b", false).is_ok(), "{written}");
        }
    }

    #[test]
    fn what_is_no_file_of_profiles_is_left_alone() {
        for text in ["profiles = 1", "[other]\na = 1\n", "[[profiles]]\n", "x"] {
            assert!(insert(text, "a", true).is_err(), "{text}");
        }
    }

    #[test]
    fn the_file_is_its_owners_and_a_link_stays_a_link() {
        use std::os::unix::fs::PermissionsExt as _;

        let directory = tempfile::tempdir().unwrap();
        let (link, target) = (
            directory.path().join("link"),
            directory.path().join("target"),
        );
        std::os::unix::fs::symlink("target", &link).unwrap();
        let append = |text: &str| Ok(format!("{text}a = 1\n"));
        edit_profile_file(&link, append).unwrap();
        edit_profile_file(&link, append).unwrap();
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "a = 1\na = 1\n");
        let mode = target.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        edit_profile_file(&directory.path().join("new/config.toml"), append).unwrap();

        let circle = directory.path().join("circle");
        std::os::unix::fs::symlink("circle", &circle).unwrap();
        assert!(edit_profile_file(&circle, append).is_err());
    }

    #[test]
    fn who_edits_at_the_same_time_loses_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("config.toml");
        std::thread::scope(|scope| {
            for number in 0..8 {
                let path = &path;
                let edit = move |text: &str| {
                    insert_profile(text, path, &format!("p{number}"), &profile(), false)
                };
                scope.spawn(move || edit_profile_file(path, edit).unwrap());
            }
        });
        let file = ProfileFile::read(&path).unwrap();
        assert!((0..8).all(|number| file.has(&format!("p{number}"))));
    }
}
