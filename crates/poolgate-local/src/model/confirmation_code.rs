//! A code that was sent and not yet returned.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::message::MessageKind;
use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// A code sent to a user.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ConfirmationCode {
    pub(crate) pool_id: String,
    pub(crate) sub: String,
    pub(crate) purpose: CodePurpose,
    pub(crate) code: String,
    /// The attribute it was sent to, which returning it verifies.
    pub(crate) attribute: String,
    /// The address it was sent to, which may be one that the user is yet to have.
    #[serde(default)]
    pub(crate) destination: String,
    /// How often another code was given, until `window_ends`.
    pub(crate) failures: u32,
    /// How many codes were sent, until `window_ends`.
    #[serde(default)]
    pub(crate) sent: u32,
    #[serde(default)]
    pub(crate) window_ends: UnixTime,
    pub(crate) expires: UnixTime,
}

/// What a code is for; a user has one code a purpose, the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum CodePurpose {
    ForgotPassword,
    SignUp,
    VerifyEmail,
    VerifyPhoneNumber,
}

impl CodePurpose {
    pub(crate) const ALL: [Self; 4] = [
        Self::ForgotPassword,
        Self::SignUp,
        Self::VerifyEmail,
        Self::VerifyPhoneNumber,
    ];

    /// The purpose of a code for an e-mail address or a phone number that somebody has already.
    pub(crate) fn verifying(attribute: &str) -> Self {
        match attribute {
            "phone_number" => Self::VerifyPhoneNumber,
            _ => Self::VerifyEmail,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::ForgotPassword => "ForgotPassword",
            Self::SignUp => "SignUp",
            Self::VerifyEmail => "VerifyEmail",
            Self::VerifyPhoneNumber => "VerifyPhoneNumber",
        }
    }

    /// Seconds a code lives (protocol.md 7.5).
    pub(crate) const fn lifetime(self) -> i64 {
        match self {
            Self::ForgotPassword => 3600,
            Self::SignUp | Self::VerifyEmail | Self::VerifyPhoneNumber => 24 * 3600,
        }
    }

    /// How many codes a user gets an hour (protocol.md 7.5). The service gives five to twenty for a
    /// forgotten password, depending on the risk that it sees.
    pub(crate) const fn most_sent(self) -> u32 {
        match self {
            Self::ForgotPassword => 20,
            Self::SignUp | Self::VerifyEmail | Self::VerifyPhoneNumber => 5,
        }
    }

    /// How the inbox calls the message that carries it.
    pub(crate) const fn message_kind(self) -> MessageKind {
        match self {
            Self::ForgotPassword => MessageKind::ForgotPasswordCode,
            Self::SignUp => MessageKind::SignUpCode,
            Self::VerifyEmail | Self::VerifyPhoneNumber => MessageKind::AttributeVerificationCode,
        }
    }
}

impl ConfirmationCode {
    /// Starts to count anew, if the time of the last count is over.
    pub(crate) fn begin_window(&mut self, now: UnixTime, seconds: i64) {
        if now < self.window_ends {
            return;
        }
        self.failures = 0;
        self.sent = 0;
        self.window_ends = now.plus_seconds(seconds);
    }

    pub(crate) fn key_of(pool_id: &str, sub: &str, purpose: CodePurpose) -> String {
        format!("{pool_id}/{sub}/{}", purpose.as_str())
    }
}

impl fmt::Debug for ConfirmationCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "ConfirmationCode({}, [redacted])",
            self.purpose.as_str()
        )
    }
}

impl Entity for ConfirmationCode {
    const TABLE: &'static str = "confirmation_codes";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.sub, self.purpose)
    }

    fn expires(&self) -> Option<UnixTime> {
        Some(self.expires)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.confirmation_codes
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.confirmation_codes
    }
}
