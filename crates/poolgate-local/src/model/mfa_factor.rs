//! Second factors, and which of them a user has chosen (protocol.md 3.6).

use std::fmt;

use serde::{Deserialize, Serialize};

/// A second factor, under the name that challenges and settings give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum MfaFactor {
    SmsMfa,
    SoftwareTokenMfa,
    EmailOtp,
}

impl MfaFactor {
    /// In the order in which lists show them.
    pub(crate) const ALL: [Self; 3] = [Self::SmsMfa, Self::SoftwareTokenMfa, Self::EmailOtp];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::SmsMfa => "SMS_MFA",
            Self::SoftwareTokenMfa => "SOFTWARE_TOKEN_MFA",
            Self::EmailOtp => "EMAIL_OTP",
        }
    }

    /// The factor that an `ANSWER` names. The developer guide calls the one by e-mail by another
    /// name too (protocol.md 3.3).
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "EMAIL_MFA" => Some(Self::EmailOtp),
            _ => Self::ALL.into_iter().find(|factor| factor.as_str() == name),
        }
    }
}

impl fmt::Display for MfaFactor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The second factors that a user has turned on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct MfaPreference {
    enabled: Vec<MfaFactor>,
    preferred: Option<MfaFactor>,
}

impl MfaPreference {
    pub(crate) fn is_enabled(&self, factor: MfaFactor) -> bool {
        self.enabled.contains(&factor)
    }

    /// The factors that are turned on, in the order of [`MfaFactor::ALL`].
    pub(crate) fn enabled(&self) -> impl Iterator<Item = MfaFactor> {
        MfaFactor::ALL
            .into_iter()
            .filter(|factor| self.is_enabled(*factor))
    }

    /// The one that is asked for without a question; at most one, and one that is turned on.
    pub(crate) fn preferred(&self) -> Option<MfaFactor> {
        self.preferred
    }

    pub(crate) fn enable(&mut self, factor: MfaFactor) {
        if !self.is_enabled(factor) {
            self.enabled.push(factor);
        }
    }

    pub(crate) fn disable(&mut self, factor: MfaFactor) {
        self.enabled.retain(|enabled| *enabled != factor);
        self.prefer(factor, false);
    }

    /// Turns the preference for a factor that is enabled on or off.
    pub(crate) fn prefer(&mut self, factor: MfaFactor, preferred: bool) {
        if preferred && self.is_enabled(factor) {
            self.preferred = Some(factor);
        } else if self.preferred == Some(factor) {
            self.preferred = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_enabled_factor_is_preferred() {
        let mut preference = MfaPreference::default();
        preference.prefer(MfaFactor::SmsMfa, true);
        assert_eq!(preference.preferred(), None);
        preference.enable(MfaFactor::EmailOtp);
        preference.enable(MfaFactor::SmsMfa);
        preference.prefer(MfaFactor::SmsMfa, true);
        preference.prefer(MfaFactor::EmailOtp, false);
        assert_eq!(preference.preferred(), Some(MfaFactor::SmsMfa));
        preference.disable(MfaFactor::SmsMfa);
        assert_eq!(preference.preferred(), None);
        assert!(preference.enabled().eq([MfaFactor::EmailOtp]));
    }

    #[test]
    fn answers_name_factors() {
        assert_eq!(MfaFactor::named("EMAIL_MFA"), Some(MfaFactor::EmailOtp));
        for factor in MfaFactor::ALL {
            assert_eq!(MfaFactor::named(factor.as_str()), Some(factor));
        }
        assert_eq!(MfaFactor::named("TOTP"), None);
    }
}
