//! The choice among several second factors.

use poolgate::{ChallengeName, Pending, SelectMfaType};

use super::Answered;
use crate::commands::login::answers::Answers;
use crate::failure::Failure;
use crate::mfa_type::MfaType;

/// The factor of `--mfa-type`, or the chosen one.
pub(super) async fn choose(
    challenge: Pending<SelectMfaType>,
    answers: &mut Answers<'_>,
) -> Answered {
    let name = among("Second factor", challenge.options(), answers)?;
    Ok(challenge.choose(&name).await)
}

/// Asks for one of the factors, unless it was said already or there is but one.
pub(super) fn among(
    question: &str,
    offered: &[ChallengeName],
    answers: &mut Answers<'_>,
) -> Result<ChallengeName, Failure> {
    // Said once: where the service refuses it, the person may choose another.
    if let Some(factor) = answers.mfa_type.take() {
        return Ok(factor.challenge_name());
    }
    if let [only] = offered {
        return Ok(only.clone());
    }
    let words: Vec<String> = offered.iter().map(description).collect();
    let index = answers.prompt.choose(question, &words, "--mfa-type")?;
    Ok(offered[index].clone())
}

fn description(name: &ChallengeName) -> String {
    MfaType::of(name).map_or_else(
        || name.to_string(),
        |factor| factor.description().to_owned(),
    )
}
