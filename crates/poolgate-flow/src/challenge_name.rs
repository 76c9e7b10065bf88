use alloc::string::{String, ToString};
use core::fmt;

/// Defines an enum of Cognito's words that keeps the words it does not know.
macro_rules! vocabulary {
    (
        $(#[$documentation:meta])*
        $name:ident { $($(#[$variant_documentation:meta])* $variant:ident = $word:literal,)+ }
    ) => {
        $(#[$documentation])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_documentation])* $variant,)+
            /// A word that was not known when this was built, kept as it came.
            Other(String),
        }

        impl $name {
            /// The word as the service writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Other(other.to_string()),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// What the service asks for next (protocol.md 3.1).
    ChallengeName {
        /// The admin flow's password, in pools of the first generation.
        AdminNoSrpAuth = "ADMIN_NO_SRP_AUTH",
        /// A challenge that the pool's Lambda triggers define.
        CustomChallenge = "CUSTOM_CHALLENGE",
        /// The proof of a remembered device.
        DevicePasswordVerifier = "DEVICE_PASSWORD_VERIFIER",
        /// The start of a remembered device's proof.
        DeviceSrpAuth = "DEVICE_SRP_AUTH",
        /// A code by e-mail, as first factor or as MFA.
        EmailOtp = "EMAIL_OTP",
        /// A second factor must be set up first.
        MfaSetup = "MFA_SETUP",
        /// A new password must be chosen.
        NewPasswordRequired = "NEW_PASSWORD_REQUIRED",
        /// The password itself, in choice-based sign-in.
        Password = "PASSWORD",
        /// The password by SRP, in choice-based sign-in.
        PasswordSrp = "PASSWORD_SRP",
        /// The proof of the password.
        PasswordVerifier = "PASSWORD_VERIFIER",
        /// A choice among first factors.
        SelectChallenge = "SELECT_CHALLENGE",
        /// A choice among second factors.
        SelectMfaType = "SELECT_MFA_TYPE",
        /// A code by SMS as second factor.
        SmsMfa = "SMS_MFA",
        /// A code by SMS as first factor.
        SmsOtp = "SMS_OTP",
        /// A code from an authenticator app (TOTP, RFC 6238).
        SoftwareTokenMfa = "SOFTWARE_TOKEN_MFA",
        /// A passkey's assertion.
        WebAuthn = "WEB_AUTHN",
    }
}
