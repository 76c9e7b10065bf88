use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Challenge, Pending};
use crate::{ChallengeName, ChallengeSession, Parameters, Request, Waiting};

/// A challenge that this crate has no words for: everything that came, and a way to answer.
#[derive(Clone, Debug)]
pub struct OtherChallenge {
    pending: Pending,
    available_challenges: Vec<ChallengeName>,
}

impl OtherChallenge {
    pub(super) fn new(pending: Pending, available_challenges: Vec<ChallengeName>) -> Self {
        Self {
            pending,
            available_challenges,
        }
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

    /// The first factors on offer, in choice-based sign-in.
    #[must_use]
    pub fn available_challenges(&self) -> &[ChallengeName] {
        &self.available_challenges
    }

    /// Answers with these responses; `USERNAME`, `SECRET_HASH` and the session are added.
    pub fn answer(self, responses: Parameters) -> (Waiting, Request) {
        let challenge = Challenge::Other(self.clone());
        self.pending.answer(responses, challenge)
    }
}
