use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::Error;

/// Cognito takes passwords of at most 256 characters (protocol.md 7.5).
const PASSWORD_MAXIMUM: usize = 256;

/// Defines a string that is never shown, compared or serialized, and is wiped when dropped.
macro_rules! secret_string {
    ($($(#[$documentation:meta])* $name:ident;)+) => {$(
        $(#[$documentation])*
        #[derive(Clone)]
        pub struct $name(SecretString);

        impl $name {
            /// The value itself, for the request that carries it or the store that keeps it.
            #[must_use]
            pub fn expose(&self) -> &str {
                self.0.expose_secret()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    )+};
}

/// Lets a secret string be made from any text: nothing in it can be checked.
macro_rules! opaque {
    ($($name:ident),+) => {$(
        impl From<String> for $name {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                Self(value.into())
            }
        }
    )+};
}

secret_string! {
    /// The token that authorises calls in the user's name.
    AccessToken;
    /// The `Session` that a challenge's answer must give back: 20 to 4,096 opaque characters.
    ChallengeSession;
    /// The key of a remembered device, `<region>_<uuid>`.
    DeviceKey;
    /// What a remembered device proves to know.
    DevicePassword;
    /// The token that says who the user is.
    IdToken;
    /// A user's password: 1 to 256 characters of UTF-8.
    Password;
    /// The token that fetches new ones. Opaque: never parsed (protocol.md 5.5).
    RefreshToken;
    /// What an authenticator app computes its codes from (TOTP, RFC 6238): base32.
    SoftwareTokenSecret;
}
opaque!(
    AccessToken,
    ChallengeSession,
    DeviceKey,
    DevicePassword,
    IdToken,
    RefreshToken,
    SoftwareTokenSecret
);

impl Password {
    /// Takes a password of 1 to 256 characters. Whether it meets the pool's policy is for the
    /// pool to say.
    pub fn new(password: String) -> Result<Self, Error> {
        let secret = SecretString::from(password);
        match secret
            .expose_secret()
            .chars()
            .take(PASSWORD_MAXIMUM + 1)
            .count()
        {
            0 => Err(Error::EmptyPassword),
            length if length > PASSWORD_MAXIMUM => Err(Error::PasswordTooLong {
                maximum: PASSWORD_MAXIMUM,
            }),
            _ => Ok(Self(secret)),
        }
    }

    /// Takes a password as bytes, which must be UTF-8: the service's requests are JSON, so that
    /// no other password can exist.
    pub fn from_bytes(password: Vec<u8>) -> Result<Self, Error> {
        match String::from_utf8(password) {
            Ok(password) => Self::new(password),
            Err(refused) => {
                zeroize::Zeroize::zeroize(&mut refused.into_bytes());
                Err(Error::PasswordNotUtf8)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn a_password_has_1_to_256_characters_of_utf8() {
        assert!(matches!(
            Password::new(String::new()),
            Err(Error::EmptyPassword)
        ));
        assert!(Password::new("é".repeat(256)).is_ok());
        let long = Password::new("a".repeat(1 << 20));
        assert!(matches!(long, Err(Error::PasswordTooLong { maximum: 256 })));
        let latin_1 = Password::from_bytes([0x70, 0xe9].to_vec());
        assert!(matches!(latin_1, Err(Error::PasswordNotUtf8)));
    }

    #[test]
    fn no_secret_shows_itself() {
        let shown = format!(
            "{:?} {:?} {:?}",
            Password::new("hunter2".to_string()).unwrap(),
            RefreshToken::from("hunter2"),
            ChallengeSession::from("hunter2"),
        );
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
