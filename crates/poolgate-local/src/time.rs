//! Points in time as the service writes them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A point in time in milliseconds since the Unix epoch.
///
/// On the wire it is a JSON number of seconds with a fraction (protocol.md 0).
///
/// ```
/// # use poolgate_local::UnixTime;
/// let issued = UnixTime::from_seconds(1_763_790_693);
/// assert_eq!(issued.plus_seconds(60).seconds(), 1_763_790_753);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime {
    milliseconds: i64,
}

impl UnixTime {
    /// The point `milliseconds` after the epoch.
    #[must_use]
    pub const fn from_milliseconds(milliseconds: i64) -> Self {
        Self { milliseconds }
    }

    /// The point `seconds` after the epoch.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self::from_milliseconds(seconds.saturating_mul(1000))
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn milliseconds(self) -> i64 {
        self.milliseconds
    }

    /// Whole seconds since the epoch, rounded down, as JWT claims carry them (RFC 7519 section 2).
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.milliseconds.div_euclid(1000)
    }

    /// This point moved by `seconds`, which may be negative.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self {
            milliseconds: self
                .milliseconds
                .saturating_add(seconds.saturating_mul(1000)),
        }
    }
}

impl Serialize for UnixTime {
    #[expect(clippy::cast_precision_loss, reason = "exact up to the year 287396")]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.milliseconds as f64 / 1000.0)
    }
}

impl<'de> Deserialize<'de> for UnixTime {
    #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        Ok(Self {
            milliseconds: (seconds * 1000.0).round() as i64,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn survives_the_wire(milliseconds in 0_i64..4_102_444_800_000) {
            let time = UnixTime::from_milliseconds(milliseconds);
            let text = serde_json::to_string(&time).unwrap();
            prop_assert_eq!(serde_json::from_str::<UnixTime>(&text).unwrap(), time);
        }
    }
}
