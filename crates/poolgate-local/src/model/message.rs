//! An e-mail or text message that the service would have sent.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// A message in the inbox.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Message {
    /// Counts up over the whole server.
    pub(crate) number: u64,
    pub(crate) user_pool_id: String,
    pub(crate) username: String,
    pub(crate) sub: String,
    pub(crate) medium: DeliveryMedium,
    /// The address or number in full.
    pub(crate) destination: String,
    pub(crate) kind: MessageKind,
    /// The code or the temporary password that it carries.
    pub(crate) secret: String,
    /// Only e-mails have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) subject: Option<String>,
    #[serde(default)]
    pub(crate) text: String,
    /// What the text leads to, if it is a link that carries the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) link: Option<String>,
    pub(crate) sent: UnixTime,
    pub(crate) expires: UnixTime,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum DeliveryMedium {
    Email,
    Sms,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MessageKind {
    /// A code that verifies a new e-mail address or phone number.
    AttributeVerificationCode,
    /// A code for a forgotten password, or one that an administrator reset.
    ForgotPasswordCode,
    /// A temporary password for a user that an administrator created.
    Invitation,
    /// A code for a second factor.
    MfaCode,
    /// A code that is a first factor.
    OneTimePassword,
    /// A code that confirms a sign-up.
    SignUpCode,
}

/// The inbox shows the secret; a log must not.
impl fmt::Debug for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Message({}, {:?}, [redacted])",
            self.number, self.kind
        )
    }
}

impl Entity for Message {
    const TABLE: &'static str = "messages";

    /// In the order sent.
    fn key(&self) -> String {
        format!("{:020}", self.number)
    }

    fn expires(&self) -> Option<UnixTime> {
        Some(self.expires)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.messages
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.messages
    }
}
