use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::DeserializeOwned;

use super::Challenge;
use crate::sign_in::Context;
use crate::step::Expecting;
use crate::{ChallengeName, ChallengeSession, Error, Parameters, Request, Waiting};

/// A challenge that came and was not answered yet.
#[derive(Clone)]
pub(crate) struct Pending {
    pub(crate) context: Context,
    pub(crate) name: ChallengeName,
    pub(crate) session: Option<ChallengeSession>,
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) available: Vec<ChallengeName>,
}

impl Pending {
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// Reads a parameter that holds JSON in a string; a service that leaves it out means "none".
    pub(super) fn json_parameter<T: DeserializeOwned + Default>(
        &self,
        name: &'static str,
    ) -> Result<T, Error> {
        self.parameter(name).map_or(Ok(T::default()), |text| {
            serde_json::from_str(text).map_err(|_| Error::InvalidParameter {
                challenge: self.name.clone(),
                name,
                reason: "it is not the JSON that belongs there",
            })
        })
    }

    /// The same challenge in the session that followed.
    pub(crate) fn with_session(mut self, session: ChallengeSession) -> Self {
        self.session = Some(session);
        self
    }

    /// The answer that carries these responses.
    pub(crate) fn respond(&self, responses: Parameters) -> Request {
        let (name, session) = (self.name.clone(), self.session.clone());
        self.context.respond(name, session, responses)
    }

    /// Answers; `challenge` is what a refused answer gives back.
    pub(super) fn answer(self, responses: Parameters, challenge: Challenge) -> (Waiting, Request) {
        self.send(responses, Expecting::OutcomeOf(Box::new(challenge)))
    }

    /// Answers, to wait for this.
    pub(super) fn send(self, responses: Parameters, expecting: Expecting) -> (Waiting, Request) {
        let request = self.respond(responses);
        Waiting::for_reply_to(request, self.context, expecting)
    }
}

// Parameters hold the user's attributes: their names are enough for a log.
impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending")
            .field("name", &self.name)
            .field("parameters", &self.parameters.keys())
            .finish_non_exhaustive()
    }
}
