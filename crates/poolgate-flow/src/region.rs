use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use crate::Error;

/// The AWS Region that a request is sent to, such as `eu-west-1`.
///
/// Not to be taken from a pool id without thought: since 2026 a replica of a pool answers in
/// another Region under the same id (protocol.md 5.1 and 11).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Region(String);

impl Region {
    /// The Region's name as AWS writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain under which this Region's services answer, by its partition.
    ///
    /// ```
    /// use poolgate_flow::Region;
    /// let region: Region = "cn-north-1".parse()?;
    /// assert_eq!(region.dns_suffix(), "amazonaws.com.cn");
    /// # Ok::<(), poolgate_flow::Error>(())
    /// ```
    #[must_use]
    pub fn dns_suffix(&self) -> &'static str {
        const BY_PREFIX: [(&str, &str); 6] = [
            ("cn-", "amazonaws.com.cn"),
            ("us-iso-", "c2s.ic.gov"),
            ("us-isob-", "sc2s.sgov.gov"),
            ("us-isof-", "csp.hci.ic.gov"),
            ("eu-isoe-", "cloud.adc-e.uk"),
            ("eusc-", "amazonaws.eu"),
        ];
        BY_PREFIX
            .iter()
            .find(|(prefix, _)| self.0.starts_with(prefix))
            .map_or("amazonaws.com", |(_, suffix)| suffix)
    }

    /// The partition that this Region is in, as ARNs name it.
    ///
    /// ```
    /// use poolgate_flow::Region;
    /// let region: Region = "eu-west-1".parse()?;
    /// assert_eq!(region.partition(), "aws");
    /// # Ok::<(), poolgate_flow::Error>(())
    /// ```
    #[must_use]
    pub fn partition(&self) -> &'static str {
        const BY_PREFIX: [(&str, &str); 7] = [
            ("cn-", "aws-cn"),
            ("us-gov-", "aws-us-gov"),
            ("us-iso-", "aws-iso"),
            ("us-isob-", "aws-iso-b"),
            ("us-isof-", "aws-iso-f"),
            ("eu-isoe-", "aws-iso-e"),
            ("eusc-", "aws-eusc"),
        ];
        BY_PREFIX
            .iter()
            .find(|(prefix, _)| self.0.starts_with(prefix))
            .map_or("aws", |(_, partition)| partition)
    }
}

impl FromStr for Region {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let named = text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let bounded = (1..=32).contains(&text.len()) && text.as_bytes()[0].is_ascii_lowercase();
        if named && bounded {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::InvalidRegion(text.chars().take(64).collect()))
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Region;

    #[test]
    fn accepts_region_names_and_nothing_else() {
        for name in [
            "us-east-1",
            "ap-southeast-7",
            "us-gov-west-1",
            "eu-central-2",
        ] {
            assert_eq!(name.parse::<Region>().unwrap().as_str(), name);
        }
        for name in [
            "",
            "US-EAST-1",
            "us east 1",
            "us-east-1/",
            "-",
            "1us",
            "a.example",
        ] {
            assert!(name.parse::<Region>().is_err(), "{name:?}");
        }
    }

    #[test]
    fn knows_each_partition() {
        let suffix = |name: &str| name.parse::<Region>().unwrap().dns_suffix();
        assert_eq!(suffix("us-gov-west-1"), "amazonaws.com");
        assert_eq!(suffix("us-iso-east-1"), "c2s.ic.gov");
        assert_eq!(suffix("us-isob-east-1"), "sc2s.sgov.gov");
        let partition = |name: &str| name.parse::<Region>().unwrap().partition();
        assert_eq!(partition("us-gov-west-1"), "aws-us-gov");
        assert_eq!(partition("us-iso-east-1"), "aws-iso");
        assert_eq!(partition("us-isob-east-1"), "aws-iso-b");
        assert_eq!(partition("us-east-1"), "aws");
    }
}
