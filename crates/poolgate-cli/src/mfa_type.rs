//! The second factors, in the words of the command line.

use clap::ValueEnum;
use poolgate::{ChallengeName, MfaFactor, MfaPreference};

/// A kind of second factor.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum MfaType {
    /// A code by SMS.
    Sms,
    /// The code of an authenticator app.
    Totp,
    /// A code by e-mail.
    Email,
}

impl MfaType {
    /// The factor that the service calls so; `None` for one that was not known when this was
    /// built.
    pub(crate) fn of(name: &ChallengeName) -> Option<Self> {
        match name {
            ChallengeName::SmsMfa => Some(Self::Sms),
            ChallengeName::SoftwareTokenMfa => Some(Self::Totp),
            ChallengeName::EmailOtp => Some(Self::Email),
            _ => None,
        }
    }

    /// The service's name of it.
    pub(crate) fn challenge_name(self) -> ChallengeName {
        match self {
            Self::Sms => ChallengeName::SmsMfa,
            Self::Totp => ChallengeName::SoftwareTokenMfa,
            Self::Email => ChallengeName::EmailOtp,
        }
    }

    /// The word on the command line and in JSON.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Totp => "totp",
            Self::Email => "email",
        }
    }

    /// The word for a factor that the service names; its own for one that is newer than this.
    pub(crate) fn word_for(name: &ChallengeName) -> &str {
        match Self::of(name) {
            Some(factor) => factor.word(),
            None => name.as_str(),
        }
    }

    /// What it is, for people.
    pub(crate) fn description(self) -> &'static str {
        match self {
            Self::Sms => "codes by SMS",
            Self::Totp => "authenticator app",
            Self::Email => "codes by e-mail",
        }
    }

    /// Only this factor changed, to this.
    pub(crate) fn preference(self, factor: MfaFactor) -> MfaPreference {
        let mut preference = MfaPreference::default();
        let place = match self {
            Self::Sms => &mut preference.sms,
            Self::Totp => &mut preference.software_token,
            Self::Email => &mut preference.email,
        };
        *place = Some(factor);
        preference
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_factor_is_told_from_the_services_name_of_it() {
        for factor in MfaType::value_variants() {
            assert_eq!(MfaType::of(&factor.challenge_name()), Some(*factor));
            let typed = factor.to_possible_value().unwrap();
            assert_eq!(typed.get_name(), factor.word());
        }
        assert_eq!(MfaType::of(&"A_NEW_ONE".into()), None);
    }
}
