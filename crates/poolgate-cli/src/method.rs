//! The ways to sign in, as flags and profiles name them.

use clap::ValueEnum;
use serde::Deserialize;

/// What is shown first.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Method {
    /// The profile's method; else SRP, through `USER_AUTH` where the app client wants that. The
    /// password is never sent.
    #[default]
    Auto,
    /// The password, proven by SRP and never sent.
    Srp,
    /// The password, sent as it is, inside TLS.
    Password,
    /// A code by e-mail.
    EmailOtp,
    /// A code by SMS.
    SmsOtp,
    /// A passkey, through --passkey-process.
    Passkey,
    /// Whatever you choose of what the pool offers.
    Choice,
    /// The challenges that the pool's functions define.
    Custom,
    /// The password, proven by SRP, and then such challenges.
    SrpCustom,
}

impl Method {
    /// The word that flags and profiles have for it.
    pub(crate) fn word(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use serde::de::IntoDeserializer as _;
    use serde::de::value::{Error, StrDeserializer};

    use super::*;

    #[test]
    fn flags_and_profiles_have_the_same_words() {
        for method in Method::value_variants() {
            let word = method.word();
            let profile: StrDeserializer<'_, Error> = word.as_str().into_deserializer();
            assert_eq!(Method::deserialize(profile), Ok(*method));
        }
    }
}
