use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::UnknownWord;

/// By which flow AWS credentials are had (protocol.md 8.1).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flow {
    /// From the identity pool.
    #[default]
    Enhanced,
    /// From STS, with the identity's OpenID token.
    Classic,
}

impl FromStr for Flow {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        match word {
            "enhanced" => Ok(Self::Enhanced),
            "classic" => Ok(Self::Classic),
            _ => Err(UnknownWord {
                expected: vec!["enhanced", "classic"],
            }),
        }
    }
}
