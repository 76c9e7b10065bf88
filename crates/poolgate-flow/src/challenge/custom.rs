use alloc::collections::BTreeMap;
use alloc::string::String;

use super::{Challenge, Pending};
use crate::{Parameters, Request, Waiting};

/// The pool's Lambda triggers ask something (protocol.md 3.5). They may ask again after a wrong
/// answer, or something else: each is a challenge of its own.
#[derive(Clone, Debug)]
pub struct CustomChallenge {
    pub(super) pending: Pending,
}

impl CustomChallenge {
    pub(super) fn new(pending: Pending) -> Self {
        Self { pending }
    }

    /// What the trigger has made public (`publicChallengeParameters`); the service may have added
    /// `USERNAME`.
    #[must_use]
    pub fn parameters(&self) -> &BTreeMap<String, String> {
        &self.pending.parameters
    }

    /// Answers with any text.
    pub fn answer(self, answer: &str) -> (Waiting, Request) {
        let challenge = Challenge::from(self.clone());
        let responses = Parameters::new().with("ANSWER", answer);
        self.pending.answer(responses, challenge)
    }
}
