//! The questions between the first factor and the session.

mod chosen_factor;
mod code;
mod custom;
mod mfa_setup;
mod new_password;
mod select_mfa_type;

use poolgate::{AnswerFailed, Challenge, Session, SignInStep};

use super::answers::Answers;
use crate::failure::{Failure, Kind};
use crate::prompt::TRIES;

/// A pool's functions may ask as often as they like, and a command answers without tiring.
const MOST_CHALLENGES: usize = 50;

/// What became of an answer; the outer error is of the question.
type Answered = Result<Result<SignInStep, AnswerFailed>, Failure>;

/// Answers challenge after challenge, until there is a session.
pub(super) async fn answer_all(
    mut step: SignInStep,
    answers: &mut Answers<'_>,
) -> Result<Session, Failure> {
    for _ in 0..MOST_CHALLENGES {
        step = match step {
            SignInStep::SignedIn(session) => return Ok(session),
            SignInStep::Challenge(challenge) => answer(challenge, answers).await?,
            _ => {
                let message = "the sign-in took an unknown turn";
                return Err(Failure::new(Kind::Other, message));
            }
        };
    }
    Err(Failure::new(
        Kind::SignIn,
        format_args!("the pool still asks after {MOST_CHALLENGES} challenges"),
    ))
}

/// Answers one challenge, and again if the answer was wrong.
async fn answer(
    mut challenge: Challenge,
    answers: &mut Answers<'_>,
) -> Result<SignInStep, Failure> {
    let mut refused: Option<Failure> = None;
    for _ in 0..TRIES {
        if let Some(refused) = &refused {
            answers.prompt.say(&refused.to_string());
        }
        let answered = match answer_once(challenge, answers).await {
            Err(failure) if failure.kind == Kind::Interrupted => return Err(failure),
            // Nobody can answer again: why the answer before was refused says more.
            Err(failure) => return Err(refused.unwrap_or(failure)),
            Ok(answered) => answered,
        };
        let failed = match answered {
            Ok(step) => return Ok(step),
            Err(failed) => failed,
        };
        let failure = Failure::refused(failed.error);
        let Some(open) = failed.challenge else {
            return Err(failure);
        };
        refused = Some(failure);
        challenge = *open;
    }
    Err(refused.unwrap_or_else(|| Failure::new(Kind::SignIn, "no answer was accepted")))
}

async fn answer_once(challenge: Challenge, answers: &mut Answers<'_>) -> Answered {
    let name = challenge.name().clone();
    match challenge {
        Challenge::Custom(challenge) => custom::answer(challenge, answers).await,
        Challenge::MfaSetup(challenge) => mfa_setup::choose(challenge, answers).await,
        Challenge::NewPasswordRequired(challenge) => new_password::choose(challenge, answers).await,
        Challenge::Password(challenge) => chosen_factor::password(challenge, &name, answers).await,
        Challenge::SelectChallenge(challenge) => chosen_factor::choose(challenge, answers).await,
        Challenge::SelectMfaType(challenge) => select_mfa_type::choose(challenge, answers).await,
        Challenge::EmailOtp(challenge)
        | Challenge::SmsMfa(challenge)
        | Challenge::SmsOtp(challenge)
        | Challenge::SoftwareTokenMfa(challenge) => code::answer(challenge, &name, answers).await,
        Challenge::SoftwareTokenSetup(challenge) => {
            mfa_setup::software_token(challenge, answers).await
        }
        Challenge::WebAuthn(challenge) => chosen_factor::passkey(challenge, answers).await,
        _ => Err(Failure::new(
            Kind::SignIn,
            format_args!("the pool asks for {name}, which this command cannot answer"),
        )),
    }
}
