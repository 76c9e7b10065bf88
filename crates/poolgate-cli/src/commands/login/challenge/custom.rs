//! What the pool's functions ask.

use poolgate::{CustomChallenge, Pending};

use super::Answered;
use crate::commands::login::answers::Answers;

/// Shows what the functions have made public, and answers.
pub(super) async fn answer(
    challenge: Pending<CustomChallenge>,
    answers: &mut Answers<'_>,
) -> Answered {
    answers.prompt.say("The pool asks:");
    let public = challenge.parameters().iter();
    // The service has added the name; nobody asks for it.
    for (name, value) in public.filter(|(name, _)| *name != "USERNAME") {
        answers.prompt.say(&format!("  {name}: {value}"));
    }
    let answer = answers.custom()?;
    Ok(challenge.answer(&answer).await)
}
