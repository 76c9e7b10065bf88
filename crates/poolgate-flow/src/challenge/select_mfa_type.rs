use alloc::string::String;
use alloc::vec::Vec;

use super::select_challenge::not_offered;
use super::{Challenge, Pending};
use crate::{ChallengeName, Error, Failure, Parameters, Request, Waiting};

/// The user has several second factors and prefers none.
#[derive(Clone, Debug)]
pub struct SelectMfaType {
    pub(super) pending: Pending,
    options: Vec<ChallengeName>,
}

impl SelectMfaType {
    pub(super) fn new(pending: Pending) -> Result<Self, Error> {
        // The second name is the documentation's, the first is what comes (protocol.md 3.3).
        let mut names: Vec<String> = pending.json_parameter("MFAS_CAN_CHOOSE")?;
        if names.is_empty() {
            names = pending.json_parameter("MFAS_CAN_SELECT")?;
        }
        let options = names.iter().map(|name| name.as_str().into()).collect();
        Ok(Self { pending, options })
    }

    /// What may be chosen, in the service's words.
    #[must_use]
    pub fn options(&self) -> &[ChallengeName] {
        &self.options
    }

    /// Chooses one of them; its own challenge follows.
    ///
    /// # Errors
    ///
    /// [`Error::NotOffered`], with the challenge.
    pub fn choose(self, factor: &ChallengeName) -> Result<(Waiting, Request), Failure> {
        let challenge = Challenge::from(self.clone());
        if !self.options.is_empty() && !self.options.contains(factor) {
            return Err(Failure::retry(not_offered(factor, self.options), challenge));
        }
        let responses = Parameters::new().with("ANSWER", factor.as_str());
        Ok(self.pending.answer(responses, challenge))
    }
}
