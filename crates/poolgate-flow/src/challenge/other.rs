use alloc::collections::BTreeMap;
use alloc::string::String;

use super::{Challenge, Pending};
use crate::{ChallengeName, ChallengeSession, Parameters, Request, Waiting};

/// A challenge that this crate has no words for: everything that came, and a way to answer.
#[derive(Clone, Debug)]
pub struct OtherChallenge {
    pub(super) pending: Pending,
}

impl OtherChallenge {
    pub(super) fn new(pending: Pending) -> Self {
        Self { pending }
    }

    /// The challenge's name.
    #[must_use]
    pub fn name(&self) -> &ChallengeName {
        &self.pending.name
    }

    /// What the challenge is about.
    #[must_use]
    pub fn parameters(&self) -> &BTreeMap<String, String> {
        &self.pending.parameters
    }

    /// The session that goes back with the answer.
    #[must_use]
    pub fn session(&self) -> Option<&ChallengeSession> {
        self.pending.session.as_ref()
    }

    /// Answers with these responses; `USERNAME`, `SECRET_HASH` and the session are added.
    pub fn answer(self, responses: Parameters) -> (Waiting, Request) {
        let challenge = Challenge::from(self.clone());
        self.pending.answer(responses, challenge)
    }
}
