//! What a sign-in remembers from its first step to its last.

use serde::{Deserialize, Serialize};

use super::Parameters;
use crate::triggers::ChallengeResult;

/// One sign-in. It travels in the `Session`, or in the `SECRET_BLOCK` where there is no session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Attempt {
    pub(super) flow: Flow,
    /// The name that the client began with.
    pub(super) username: String,
    /// `DEVICE_KEY`, as the client gave it last.
    pub(super) device_key: Option<String>,
    /// The fingerprint of the client that has proven the password by SRP.
    pub(super) proven_by: Option<String>,
}

/// How the sign-in began, which decides what follows the first factor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Flow {
    /// `USER_SRP_AUTH`, the flows that send the password, and `USER_AUTH`.
    Password,
    /// `CUSTOM_AUTH`, with what was passed so far: the pool's functions decide what follows.
    Custom(Vec<ChallengeResult>),
    /// `CUSTOM_AUTH` once the functions are content.
    CustomPassed {
        /// The password was proven, and the second factor that comes with it is still due: a device
        /// was to stand in for it.
        second_factor_due: bool,
    },
}

impl Flow {
    /// Whether a second factor may follow. Functions that are content have the last word: they
    /// asked for the password, with which it comes, or did without (protocol.md 3.5).
    pub(super) const fn demands_second_factor(&self) -> bool {
        match self {
            Self::Password | Self::Custom(_) => true,
            Self::CustomPassed { second_factor_due } => *second_factor_due,
        }
    }
}

impl Attempt {
    pub(super) fn begin(flow: Flow, username: &str, parameters: &Parameters) -> Self {
        Self {
            flow,
            username: username.to_owned(),
            device_key: parameters.get("DEVICE_KEY").map(ToOwned::to_owned),
            proven_by: None,
        }
    }

    /// The same sign-in, whose password this client has proven.
    pub(super) fn proven_by(mut self, fingerprint: String) -> Self {
        self.proven_by = Some(fingerprint);
        self
    }

    /// The same sign-in after an answer: any answer may name the device (protocol.md 3.3).
    pub(super) fn after(mut self, responses: &Parameters) -> Self {
        if let Some(device_key) = responses.get("DEVICE_KEY") {
            self.device_key = Some(device_key.to_owned());
        }
        self
    }

    /// Notes a challenge of the service's own that was passed.
    pub(super) fn passed(&mut self, challenge: &str) {
        self.note(ChallengeResult::passed(challenge));
    }

    /// Notes a challenge that is over: the functions of a custom authentication are told of it, and
    /// nobody else.
    pub(super) fn note(&mut self, result: ChallengeResult) {
        if let Flow::Custom(results) = &mut self.flow {
            results.push(result);
        }
    }
}
