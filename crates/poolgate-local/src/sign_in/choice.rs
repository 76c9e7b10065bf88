//! `USER_AUTH`: the user chooses what to begin with (protocol.md 3.4).
//!
//! ```text
//!   InitiateAuth ─┬─ no preference ──► SELECT_CHALLENGE ──► client ─┐
//!                 └─ PREFERRED_CHALLENGE ──────────────────────────┬┘
//!                      PASSWORD ──► password ──► what follows it   │
//!                      PASSWORD_SRP ──► SRP_A ──► PASSWORD_VERIFIER│
//!                      EMAIL_OTP, SMS_OTP ──► code ──► tokens      │
//!                      WEB_AUTHN ──► passkey ──► tokens ◄──────────┘
//! ```

mod first_challenge;
mod one_time_password;
mod passkey;

use poolgate_flow::{ErrorCode, ServiceError};

use super::attempt::{Attempt, Flow};
use super::candidate::Candidate;
use super::conclusion::{Proof, first_factor_proven};
use super::session::{Session, Step};
use super::{AuthResponse, Entrance, Parameters, password, srp};
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::{UserPool, UserPoolTier};
use crate::users::first_factors;
use first_challenge::FirstChallenge;

/// Begins with the preferred challenge, or asks which one it shall be.
pub(super) fn begin(
    context: &Context<'_>,
    entrance: &Entrance,
    username: &str,
    parameters: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    require_tier(&entrance.app.pool)?;
    let choice = Choice {
        context,
        entrance,
        attempt: Attempt::begin(Flow::Password, username, parameters),
        candidate: Candidate::find(context, entrance, username)?,
        answered: None,
    };
    let preferred = parameters
        .get("PREFERRED_CHALLENGE")
        .and_then(FirstChallenge::named)
        .filter(|preferred| choice.available().contains(preferred));
    match preferred {
        Some(challenge) => choice.open(challenge, parameters),
        None => choice.advance(Step::SelectChallenge),
    }
}

/// Goes on from the choice, or from a challenge that was chosen before its answer was there.
pub(super) fn answer(
    context: &Context<'_>,
    entrance: &Entrance,
    session: &Session,
    responses: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let choice = Choice {
        context,
        entrance,
        attempt: session.attempt.clone(),
        candidate: Candidate::of_session(context, entrance, session, responses)?,
        answered: Some(session),
    };
    match &session.step {
        Step::Password => {
            let given = responses.require("PASSWORD")?;
            choice.check_password(given)
        }
        Step::PasswordSrp => {
            let client_value = responses.require("SRP_A")?;
            choice.begin_proof(client_value)
        }
        Step::WebAuthn { challenge } => passkey::answer(&choice, session, challenge, responses),
        Step::OneTimePassword(code) => one_time_password::answer(&choice, session, code, responses),
        _ => {
            let chosen = FirstChallenge::named(responses.require("ANSWER")?)
                .filter(|chosen| choice.available().contains(chosen))
                .ok_or_else(|| invalid_parameter("The ANSWER is none of the challenges."))?;
            choice.open(chosen, responses)
        }
    }
}

/// A sign-in whose first factor is being chosen.
struct Choice<'a, 'c> {
    context: &'a Context<'c>,
    entrance: &'a Entrance,
    attempt: Attempt,
    candidate: Candidate,
    /// The session whose challenge was answered, which the next one uses up.
    answered: Option<&'a Session>,
}

impl Choice<'_, '_> {
    /// What the candidate may choose from. A user who has nothing looks like a stranger, and none of
    /// it succeeds.
    fn available(&self) -> Vec<FirstChallenge> {
        let pool = &self.entrance.app.pool;
        let offered = self.candidate.user().map(|user| {
            let offered = |state: &_| first_factors::offered(state, pool, user);
            self.context.read(offered)
        });
        let factors = offered
            .filter(|offered| !offered.is_empty())
            .unwrap_or_else(|| {
                let offered = |state: &_| first_factors::offered_to_strangers(state, pool);
                self.context.read(offered)
            });
        FirstChallenge::of(&factors)
    }

    /// Opens the challenge; if its answer came with the choice, takes that too.
    fn open(
        self,
        challenge: FirstChallenge,
        parameters: &Parameters,
    ) -> Result<AuthResponse, ServiceError> {
        match challenge {
            FirstChallenge::Password => match parameters.get("PASSWORD") {
                Some(given) => self.check_password(given),
                None => self.advance(Step::Password),
            },
            FirstChallenge::PasswordSrp => match parameters.get("SRP_A") {
                Some(client_value) => self.begin_proof(client_value),
                None => self.advance(Step::PasswordSrp),
            },
            FirstChallenge::OneTimePassword(medium) => one_time_password::open(self, medium),
            FirstChallenge::WebAuthn => passkey::open(self),
        }
    }

    fn check_password(self, given: &str) -> Result<AuthResponse, ServiceError> {
        let (context, entrance) = (self.context, self.entrance);
        let username = &self.attempt.username;
        let user = password::prove(context, entrance, &self.candidate, username, given)?;
        let proof = Proof {
            user,
            attempt: self.attempt,
            spend: self.answered.map(Session::spend),
        };
        first_factor_proven(context, entrance, proof)
    }

    fn begin_proof(self, client_value: &str) -> Result<AuthResponse, ServiceError> {
        let step = Some(Step::PasswordVerifier);
        let available = names(&self.available());
        let attempt = self.attempt.clone();
        let response = srp::challenge(self.context, self.entrance, attempt, client_value, step)?;
        self.spend()?;
        Ok(response.with_available_challenges(available))
    }

    /// Asks for what the step awaits.
    fn advance(self, step: Step) -> Result<AuthResponse, ServiceError> {
        self.spend()?;
        self.challenge(step, [])
    }

    fn challenge<const N: usize>(
        self,
        step: Step,
        parameters: [(&'static str, String); N],
    ) -> Result<AuthResponse, ServiceError> {
        let available = names(&self.available());
        let name = step.challenge_name();
        let sub = self.candidate.sub();
        let session = Session::new(self.context, self.entrance, self.attempt, sub, step);
        let session = session.seal(self.context)?;
        let response = AuthResponse::challenge(name, Some(session), parameters);
        Ok(response.with_available_challenges(available))
    }

    fn spend(&self) -> Result<(), ServiceError> {
        let Some(answered) = self.answered else {
            return Ok(());
        };
        let now = self.context.now();
        self.context
            .write(|transaction| answered.spend().commit(transaction, now))
    }
}

fn names(challenges: &[FirstChallenge]) -> Vec<&'static str> {
    challenges
        .iter()
        .map(|challenge| challenge.name())
        .collect()
}

/// Choice-based sign-in came with the tiers above (protocol.md 9.5); the service's text is not
/// public.
fn require_tier(pool: &UserPool) -> Result<(), ServiceError> {
    if pool.settings.user_pool_tier != UserPoolTier::Lite {
        return Ok(());
    }
    let message = "USER_AUTH needs the tier ESSENTIALS or PLUS.";
    Err(ServiceError::new(
        ErrorCode::FeatureUnavailableInTier,
        message,
    ))
}
