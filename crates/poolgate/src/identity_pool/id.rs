use std::fmt;
use std::str::FromStr;

use poolgate_flow::Region;

use crate::Error;

/// An identity pool's id, `<region>:<uuid>`: 1 to 55 characters, `[\w-]+:[0-9a-f-]+`.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct IdentityPoolId {
    text: String,
    region: Region,
}

impl IdentityPoolId {
    /// The id as Cognito gave it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The Region in which the pool is.
    #[must_use]
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// The identity pool's ARN, by the number of the account that it is in: what names it where
    /// [`IdentityPools`](crate::IdentityPools) change its tags.
    #[must_use]
    pub fn arn(&self, account_id: &str) -> String {
        let (partition, region) = (self.region.partition(), &self.region);
        format!("arn:{partition}:cognito-identity:{region}:{account_id}:identitypool/{self}")
    }
}

impl FromStr for IdentityPoolId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let invalid = || Error::InvalidSetting {
            setting: "the identity pool id",
            value: text.chars().take(64).collect(),
            reason: "expected `<region>:<uuid>`".to_owned(),
        };
        let (region, uuid) = text.split_once(':').ok_or_else(invalid)?;
        let hexadecimal = |b: u8| b.is_ascii_hexdigit() && !b.is_ascii_uppercase() || b == b'-';
        if text.len() > 55 || uuid.is_empty() || !uuid.bytes().all(hexadecimal) {
            return Err(invalid());
        }
        let region = region.parse().map_err(|_| invalid())?;
        Ok(Self {
            text: text.to_owned(),
            region,
        })
    }
}

impl fmt::Display for IdentityPoolId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_has_a_region_and_a_uuid() {
        let id: IdentityPoolId = "eu-west-1:0a1b2c3d-0000-1111-2222-0a1b2c3d4e5f"
            .parse()
            .unwrap();
        assert_eq!(id.region().as_str(), "eu-west-1");
        for wrong in [
            "",
            ":",
            "eu-west-1",
            "eu-west-1:",
            ":0a",
            "eu west:0a",
            "eu-west-1:XYZ",
        ] {
            assert!(wrong.parse::<IdentityPoolId>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn its_arn_names_the_partition_of_its_region() {
        let arn = |id: &str| id.parse::<IdentityPoolId>().unwrap().arn("123456789012");
        assert_eq!(
            arn("eu-west-1:0a"),
            "arn:aws:cognito-identity:eu-west-1:123456789012:identitypool/eu-west-1:0a"
        );
        assert!(arn("cn-north-1:0a").starts_with("arn:aws-cn:cognito-identity:cn-north-1:"));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,80}") {
            if let Ok(id) = text.parse::<IdentityPoolId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
