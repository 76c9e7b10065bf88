mod mfa_code;
mod new_password_required;
mod other;

pub use mfa_code::MfaCode;
pub use new_password_required::NewPasswordRequired;
pub use other::OtherChallenge;

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use core::fmt;

use crate::sign_in::{Context, Expecting};
use crate::{ChallengeName, ChallengeSession, Error, Parameters, Request, Response, Waiting};

/// What the service asks of the user or the caller.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Challenge {
    /// Choose a new password.
    NewPasswordRequired(NewPasswordRequired),
    /// Enter the code that came by SMS.
    SmsMfa(MfaCode),
    /// Enter the code that the authenticator app shows.
    SoftwareTokenMfa(MfaCode),
    /// Anything else, whole, to be answered by who knows it.
    Other(OtherChallenge),
}

impl Challenge {
    pub(crate) fn from_response(
        context: Context,
        name: ChallengeName,
        response: Response,
    ) -> Result<Self, Error> {
        let pending = Pending {
            context,
            name,
            session: response.session,
            parameters: response.challenge_parameters,
        };
        Ok(match pending.name {
            ChallengeName::NewPasswordRequired => {
                Self::NewPasswordRequired(NewPasswordRequired::new(pending)?)
            }
            ChallengeName::SmsMfa => Self::SmsMfa(MfaCode::new(pending, "SMS_MFA_CODE")),
            ChallengeName::SoftwareTokenMfa => {
                Self::SoftwareTokenMfa(MfaCode::new(pending, "SOFTWARE_TOKEN_MFA_CODE"))
            }
            _ => Self::Other(OtherChallenge::new(pending, response.available_challenges)),
        })
    }

    /// The challenge's name.
    #[must_use]
    pub fn name(&self) -> &ChallengeName {
        match self {
            Self::NewPasswordRequired(challenge) => &challenge.pending.name,
            Self::SmsMfa(challenge) | Self::SoftwareTokenMfa(challenge) => &challenge.pending.name,
            Self::Other(challenge) => challenge.name(),
        }
    }
}

/// A challenge that came and was not answered yet.
#[derive(Clone)]
pub(crate) struct Pending {
    context: Context,
    name: ChallengeName,
    session: Option<ChallengeSession>,
    parameters: BTreeMap<String, String>,
}

impl Pending {
    fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// Answers; `challenge` is what a refused answer gives back.
    fn answer(self, responses: Parameters, challenge: Challenge) -> (Waiting, Request) {
        let Self {
            context,
            name,
            session,
            ..
        } = self;
        let request = context.respond(name, session, responses);
        let expecting = Expecting::OutcomeOf(Box::new(challenge));
        (Waiting { context, expecting }, request)
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
