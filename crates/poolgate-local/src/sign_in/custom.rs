//! `CUSTOM_AUTH`: functions of the pool ask, judge, and decide when it is enough (protocol.md 3.5).
//!
//! ```text
//!   InitiateAuth ──► Define ─┬─ CUSTOM_CHALLENGE ──► Create ──► client ──► Verify ──► Define …
//!                            ├─ PASSWORD_VERIFIER, after SRP_A ──► client ──► MFA ──► Define …
//!                            ├─ issueTokens ──► remembered device ──► tokens
//!                            └─ failAuthentication
//! ```

mod round;

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::attempt::{Attempt, Flow};
use super::candidate::Candidate;
use super::session::{Session, Step, invalid};
use super::{AuthResponse, Entrance, Parameters};
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::User;
use crate::triggers::{ChallengeResult, VerifyAuthChallengeResponse};
use round::{Origin, Round};

/// Begins, with the password first if `CHALLENGE_NAME` says `SRP_A`.
pub(super) fn begin(
    context: &Context<'_>,
    entrance: &Entrance,
    username: &str,
    parameters: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let client_value = match parameters.get("CHALLENGE_NAME") {
        None => None,
        Some("SRP_A") => Some(parameters.require("SRP_A")?),
        Some(_) => return Err(invalid_parameter("CHALLENGE_NAME can only be SRP_A.")),
    };
    let passed = client_value.map(|_| ChallengeResult::passed("SRP_A"));
    let flow = Flow::Custom(passed.into_iter().collect());
    let round = Round {
        context,
        entrance,
        candidate: Candidate::find(context, entrance, username)?,
    };
    let attempt = Attempt::begin(flow, username, parameters);
    round.next(attempt, Origin::InitiateAuth { client_value })
}

/// Asks the functions what comes after the password and its second factor.
pub(super) fn resume(
    context: &Context<'_>,
    entrance: &Entrance,
    attempt: Attempt,
    user: Arc<User>,
) -> Result<AuthResponse, ServiceError> {
    let round = Round {
        context,
        entrance,
        candidate: Candidate::User(user),
    };
    round.next(attempt, Origin::Answer)
}

/// Has the answer to a custom challenge judged, and asks what comes next.
pub(super) fn answer(
    context: &Context<'_>,
    entrance: &Entrance,
    session: &Session,
    responses: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let Step::Custom { private, metadata } = &session.step else {
        return Err(invalid());
    };
    let candidate = Candidate::of_session(context, entrance, session, responses)?;
    let answer = responses.require("ANSWER")?;
    // Before the function is asked, and for good: of many answers given at once only one is judged,
    // so that whoever guesses cannot go round the function that counts the guesses.
    context.write(|transaction| session.spend().commit(transaction, context.now()))?;
    let round = Round {
        context,
        entrance,
        candidate,
    };
    let verdict = round.call(
        &session.attempt,
        &VerifyAuthChallengeResponse {
            private_challenge_parameters: private,
            challenge_answer: answer,
            client_metadata: entrance.client_metadata.as_ref(),
        },
    )?;
    let mut attempt = session.attempt.clone();
    attempt.note(ChallengeResult {
        name: "CUSTOM_CHALLENGE".to_owned(),
        passed: verdict.answer_correct == Some(true),
        metadata: metadata.clone(),
    });
    round.next(attempt, Origin::Answer)
}
