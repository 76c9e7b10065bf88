use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::StoreError;

/// Where a key of a profile was read.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Place {
    /// A line of a file.
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The key.
        key: String,
    },
    /// A variable of the environment.
    Variable(&'static str),
    /// What a program passed.
    Argument(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line { path, line, key } => {
                write!(f, "{}, line {line}: {key}", path.display())
            }
            Self::Variable(name) => f.write_str(name),
            Self::Argument(key) => f.write_str(key),
        }
    }
}

/// Why a profile cannot be had. No variant has a value of a file, which may be a secret in the
/// wrong place.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// Profiles that inherit from each other.
    #[error("profile {name:?} inherits from itself: {}", chain.join(" → "))]
    Circle {
        /// The profile that was asked for.
        name: String,
        /// Whom it inherits from, to the first that comes twice.
        chain: Vec<String>,
    },

    /// Two keys of which a profile has one.
    #[error("both {first} and {second} are set, and only one of them can count")]
    Contradiction {
        /// The one.
        first: &'static str,
        /// The other.
        second: &'static str,
    },

    /// Two sections for one profile.
    #[error("{}: {first} (line {first_line}) and {second} (line {second_line}) are one profile", path.display())]
    DuplicateProfile {
        /// The file.
        path: PathBuf,
        /// The header that comes first.
        first: String,
        /// Its line, from 1.
        first_line: usize,
        /// The other header.
        second: String,
        /// Its line, from 1.
        second_line: usize,
    },

    /// The file has a profile of this name already.
    #[error("{} has a profile {name:?} already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
        /// The profile.
        name: String,
    },

    /// What is no name of a profile.
    #[error("{name:?} is not a profile's name")]
    InvalidName {
        /// What was given.
        name: String,
    },

    /// A value that its key cannot have.
    #[error("{place}: {reason}")]
    InvalidValue {
        /// Whose value.
        place: Place,
        /// What was expected.
        reason: String,
    },

    /// A key without which nothing can be done.
    #[error("no {what} is named")]
    Missing {
        /// What it names.
        what: &'static str,
        /// The key.
        key: &'static str,
    },

    /// A key that counts in another flow only.
    #[error("{key} counts in the classic flow only")]
    NotClassic {
        /// The key.
        key: &'static str,
    },

    /// Some variables of a user are set, and others are not.
    #[error("the environment has {}, but lacks {}", present.join(", "), missing.join(", "))]
    PartialEnvironment {
        /// Those that are set.
        present: Vec<&'static str>,
        /// Those that are not.
        missing: Vec<&'static str>,
    },

    /// A file that is not what it must be.
    #[error("{}, line {line}: {reason}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },

    /// A key that profiles do not have.
    #[error("{place} is not a key of a profile; known are {}", known.join(", "))]
    UnknownKey {
        /// Which one, and where.
        place: Place,
        /// Those that are.
        known: &'static [&'static str],
    },

    /// No profile has this name.
    #[error("there is no profile {name:?}")]
    UnknownProfile {
        /// What was asked for.
        name: String,
        /// The profiles that there are in files.
        known: Vec<String>,
        /// The program's own.
        built_in: Vec<String>,
    },

    /// A file that cannot be read.
    #[error("cannot read {}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },

    /// A file that cannot be written.
    #[error(transparent)]
    Unwritable(StoreError),
}

impl ProfileError {
    pub(super) fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::Unreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }

    /// What to do about it, where there is more to say.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Contradiction { first, second } => Some(format!("Leave out {first} or {second}")),
            Self::DuplicateProfile { .. } => Some("Keep one of the two sections".to_owned()),
            Self::InvalidName { .. } => {
                Some("Letters, digits, '.', '_' and '-' make a name".to_owned())
            }
            Self::NotClassic { .. } => Some("Set credential_flow to classic".to_owned()),
            Self::PartialEnvironment { .. } => {
                Some("Set all of them, or none, or name a profile".to_owned())
            }
            Self::UnknownProfile {
                known, built_in, ..
            } => {
                let listed = |names: &[String]| match names {
                    [] => "none".to_owned(),
                    names => names.join(", "),
                };
                let built_in = match built_in.as_slice() {
                    [] => String::new(),
                    names => format!("; built in: {}", listed(names)),
                };
                Some(format!("Configured: {}{built_in}", listed(known)))
            }
            _ => None,
        }
    }
}
