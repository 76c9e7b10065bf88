//! How users of a pool recover from a forgotten password.

use serde::{Deserialize, Serialize};

/// `AccountRecoverySetting`, under its wire names.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct AccountRecoverySetting {
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_mechanisms: Option<Vec<RecoveryOption>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RecoveryOption {
    priority: u32,
    name: RecoveryMechanism,
}

/// A way to recover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RecoveryMechanism {
    AdminOnly,
    VerifiedEmail,
    VerifiedPhoneNumber,
}

impl AccountRecoverySetting {
    /// The ways in the order to try them; without any, a text message before an e-mail (protocol.md
    /// 9.2).
    pub(crate) fn mechanisms(&self) -> Vec<RecoveryMechanism> {
        let options = self.recovery_mechanisms.as_deref().unwrap_or_default();
        if options.is_empty() {
            return vec![
                RecoveryMechanism::VerifiedPhoneNumber,
                RecoveryMechanism::VerifiedEmail,
            ];
        }
        let mut options = options.to_vec();
        options.sort_by_key(|option| option.priority);
        options.into_iter().map(|option| option.name).collect()
    }
}
