use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use crate::{Error, Region};

/// A user pool's id, such as `us-east-1_AbCdEf123`: 1 to 55 characters, `[\w-]+_[0-9a-zA-Z]+`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PoolId {
    text: String,
    separator: usize,
}

impl PoolId {
    /// The whole id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The part after the first `_`, which SRP hashes as the pool's name (protocol.md 1.1).
    #[must_use]
    pub fn name(&self) -> &str {
        &self.text[self.separator + 1..]
    }

    /// The Region in which the pool was created: where to look first, not always where to send.
    pub fn home_region(&self) -> Result<Region, Error> {
        self.text[..self.separator].parse()
    }
}

impl FromStr for PoolId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let invalid = || Error::InvalidPoolId(text.chars().take(64).collect());
        let separator = text.find('_').ok_or_else(invalid)?;
        let (prefix, name) = (&text[..separator], &text[separator + 1..]);
        let word = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        let valid = text.len() <= 55
            && !prefix.is_empty()
            && prefix.bytes().all(word)
            && !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric());
        if valid {
            Ok(Self {
                text: text.to_owned(),
                separator,
            })
        } else {
            Err(invalid())
        }
    }
}

impl fmt::Display for PoolId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::PoolId;

    #[test]
    fn splits_at_the_first_underscore() {
        let id: PoolId = "eu-west-2_eYpv1mFHB".parse().unwrap();
        assert_eq!(id.name(), "eYpv1mFHB");
        assert_eq!(id.home_region().unwrap().as_str(), "eu-west-2");
    }

    #[test]
    fn refuses_what_is_not_an_id() {
        let long = alloc::format!("us-east-1_{}", "a".repeat(60));
        for text in [
            "",
            "us-east-1",
            "_abc",
            "us-east-1_",
            "us-east-1_a b",
            "eu_a_b",
            &long,
        ] {
            assert!(text.parse::<PoolId>().is_err(), "{text:?}");
        }
    }
}
