//! What all commands about identity pools have in common.

use std::str::FromStr;

use clap::Args;
use poolgate::Region;

use super::{Format, IdentityPoolChoice, ProfileName};

// Where identity pools answer, and how the outcome is printed.
#[derive(Args, Debug)]
pub(crate) struct Place {
    #[command(flatten)]
    pub(crate) profile: ProfileName,
    #[command(flatten)]
    pub(crate) format: Format,
}

// All identity pools of an account in one Region.
#[derive(Args, Debug)]
pub(crate) struct Account {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The Region; without it, the profile's or that of the AWS tools.
    #[arg(
        long,
        env = "POOLGATE_REGION",
        value_name = "REGION",
        help_heading = "Pool"
    )]
    pub(crate) region: Option<String>,
}

// Which identity pool.
#[derive(Args, Debug)]
pub(crate) struct Target {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) pool: IdentityPoolChoice,
}

/// An identity's id, `<region>:<uuid>`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct IdentityId {
    text: String,
    region: Region,
}

impl IdentityId {
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The Region that the identity is in.
    pub(crate) fn region(&self) -> &Region {
        &self.region
    }
}

impl FromStr for IdentityId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || "expected `<region>:<uuid>`".to_owned();
        let (region, uuid) = text.split_once(':').ok_or_else(refused)?;
        let allowed = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
        if uuid.is_empty() || !uuid.bytes().all(allowed) {
            return Err(refused());
        }
        Ok(Self {
            region: region.parse().map_err(|_| refused())?,
            text: text.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_identity_has_a_region_and_a_uuid() {
        let id: IdentityId = "eu-west-1:0a1b-2c".parse().unwrap();
        assert_eq!(
            (id.as_str(), id.region().as_str()),
            ("eu-west-1:0a1b-2c", "eu-west-1")
        );
        for text in ["", "0a1b", "eu-west-1:", ":0a", "EU:0a", "eu-west-1:x y"] {
            assert!(text.parse::<IdentityId>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(eu-west-1:)?[0-9a-f:-]{0,9}.{0,3}") {
            if let Ok(id) = text.parse::<IdentityId>() {
                prop_assert_eq!(id.as_str(), text);
            }
        }
    }
}
