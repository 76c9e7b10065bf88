//! How long a token is good, as people write it.

use std::str::FromStr;

/// A number of units: `45m`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Validity {
    pub(crate) amount: i32,
    pub(crate) unit: Unit,
}

/// The units of the service.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Unit {
    Seconds,
    Minutes,
    Hours,
    Days,
}

impl FromStr for Validity {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || "expected a number and one of s, m, h and d, such as 45m".to_owned();
        let (unit, length) = match text.chars().next_back() {
            Some('s') => (Unit::Seconds, 1),
            Some('m') => (Unit::Minutes, 1),
            Some('h') => (Unit::Hours, 1),
            Some('d') => (Unit::Days, 1),
            _ => return Err(refused()),
        };
        let amount: i32 = text[..text.len() - length].parse().map_err(|_| refused())?;
        if amount < 1 {
            return Err(refused());
        }
        Ok(Self { amount, unit })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_validity_has_a_number_and_a_unit() {
        let expected = Validity {
            amount: 45,
            unit: Unit::Minutes,
        };
        assert_eq!("45m".parse(), Ok(expected));
        for text in [
            "",
            "m",
            "45",
            "0m",
            "-1d",
            "4 h",
            "45M",
            "99999999999d",
            "4h5m",
            "1µ",
        ] {
            assert!(text.parse::<Validity>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,6}[smhd]?") {
            if let Ok(validity) = text.parse::<Validity>() {
                prop_assert!(validity.amount > 0);
            }
        }
    }
}
