use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a sign-in shows first.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// The browser, where the pool's domain is known and no password is given; else SRP, through
    /// `USER_AUTH` where the app client wants that. The password is never sent.
    #[default]
    Auto,
    /// The pool's login pages, in a browser.
    Browser,
    /// The app client's own secret, for a machine: there is no user.
    ClientCredentials,
    /// The password, proven by SRP and never sent.
    Srp,
    /// The password, sent as it is, inside TLS.
    Password,
    /// A code by e-mail.
    EmailOtp,
    /// A code by SMS.
    SmsOtp,
    /// A passkey.
    Passkey,
    /// Whatever the user chooses of what the pool offers.
    Choice,
    /// The challenges that the pool's functions define.
    Custom,
    /// The password, proven by SRP, and then such challenges.
    SrpCustom,
}

/// A word that names none of a few choices.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("expected one of {}", expected.join(", "))]
pub struct UnknownWord {
    /// The words that do.
    pub expected: Vec<&'static str>,
}

impl Method {
    /// All methods.
    pub const ALL: [Self; 11] = [
        Self::Auto,
        Self::Browser,
        Self::ClientCredentials,
        Self::Srp,
        Self::Password,
        Self::EmailOtp,
        Self::SmsOtp,
        Self::Passkey,
        Self::Choice,
        Self::Custom,
        Self::SrpCustom,
    ];

    /// The word that profiles have for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Browser => "browser",
            Self::ClientCredentials => "client-credentials",
            Self::Srp => "srp",
            Self::Password => "password",
            Self::EmailOtp => "email-otp",
            Self::SmsOtp => "sms-otp",
            Self::Passkey => "passkey",
            Self::Choice => "choice",
            Self::Custom => "custom",
            Self::SrpCustom => "srp-custom",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Method {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let mut all = Self::ALL.into_iter();
        all.find(|method| method.word() == word)
            .ok_or_else(|| UnknownWord {
                expected: Self::ALL.map(Self::word).to_vec(),
            })
    }
}

#[cfg(test)]
mod tests {
    use serde::de::IntoDeserializer as _;
    use serde::de::value::{Error, StrDeserializer};

    use super::*;

    #[test]
    fn a_method_has_one_word_everywhere() {
        for method in Method::ALL {
            assert_eq!(method.word().parse(), Ok(method));
            let word: StrDeserializer<'_, Error> = method.word().into_deserializer();
            assert_eq!(Method::deserialize(word), Ok(method));
        }
    }
}
