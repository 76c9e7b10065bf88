use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Challenge, Pending};
use crate::step::Expecting;
use crate::{
    AssociateSoftwareToken, ChallengeName, ChallengeSession, Error, Parameters, Request, Waiting,
};

/// The pool demands a second factor and the user has none yet.
#[derive(Clone, Debug)]
pub struct MfaSetup {
    pub(crate) pending: Pending,
    session: ChallengeSession,
    options: Vec<ChallengeName>,
}

impl MfaSetup {
    pub(super) fn new(pending: Pending) -> Result<Self, Error> {
        let names: Vec<String> = pending.json_parameter("MFAS_CAN_SETUP")?;
        let session = pending.session.clone();
        Ok(Self {
            session: session.ok_or_else(|| Error::MissingParameter {
                challenge: pending.name.clone(),
                name: "Session",
            })?,
            options: names.iter().map(|name| name.as_str().into()).collect(),
            pending,
        })
    }

    /// What may be set up here. A phone number for `SMS_MFA` is given with a new password or by
    /// an administrator, and not by an answer to this.
    #[must_use]
    pub fn options(&self) -> &[ChallengeName] {
        &self.options
    }

    /// Sets up an authenticator app; [`Challenge::SoftwareTokenSetup`] follows with its secret.
    pub fn set_up_software_token(self) -> (Waiting, Request) {
        let request = Request::AssociateSoftwareToken(AssociateSoftwareToken {
            session: self.session.clone(),
        });
        let context = self.pending.context.clone();
        let expecting = Expecting::SoftwareTokenSecret(Box::new(self));
        Waiting::for_reply_to(request, context, expecting)
    }

    /// Sets up codes by e-mail to this address; [`Challenge::EmailOtp`] follows.
    pub fn set_up_email(self, address: &str) -> (Waiting, Request) {
        let challenge = Challenge::from(self.clone());
        // The documentation writes the name in lower case; this is what Amplify sends, with
        // which it works for its users (protocol.md 3.3, uncertain).
        let responses = Parameters::new().with("EMAIL", address);
        self.pending.answer(responses, challenge)
    }
}
