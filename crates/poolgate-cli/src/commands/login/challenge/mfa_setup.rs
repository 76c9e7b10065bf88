//! Setting up a second factor on the way, since the pool demands one.

use poolgate::{ChallengeName, MfaSetup, Pending, SoftwareTokenSetup};

use super::{Answered, select_mfa_type};
use crate::authenticator_app;
use crate::commands::login::answers::Answers;
use crate::failure::{Failure, Kind};

/// Begins to set up the factor of `--mfa-type`, or the chosen one.
pub(super) async fn choose(challenge: Pending<MfaSetup>, answers: &mut Answers<'_>) -> Answered {
    answers
        .prompt
        .say("The pool demands a second factor, and you have none yet.");
    let possible = |name: &&ChallengeName| {
        matches!(
            name,
            ChallengeName::SoftwareTokenMfa | ChallengeName::EmailOtp
        )
    };
    let options: Vec<_> = challenge
        .options()
        .iter()
        .filter(possible)
        .cloned()
        .collect();
    if options.is_empty() {
        return Err(not_here());
    }
    match select_mfa_type::among("Second factor to set up", &options, answers)? {
        ChallengeName::SoftwareTokenMfa => {
            answers.prompt.check(authenticator_app::QUESTION, "")?;
            Ok(challenge.set_up_software_token().await)
        }
        ChallengeName::EmailOtp => {
            let address = answers.prompt.text("E-mail address for the codes", "")?;
            Ok(challenge.set_up_email(&address).await)
        }
        _ => Err(not_here()),
    }
}

/// Shows the secret, and answers with the code that the app makes of it.
pub(super) async fn software_token(
    challenge: Pending<SoftwareTokenSetup>,
    answers: &mut Answers<'_>,
) -> Answered {
    let prompt = answers.prompt;
    // After a mistyped code the app has its secret already.
    if !std::mem::replace(&mut answers.secret_shown, true) {
        authenticator_app::show(prompt, challenge.secret(), answers.issuer, answers.name);
    }
    let code = authenticator_app::code(prompt)?;
    Ok(challenge.answer(&code, None).await)
}

fn not_here() -> Failure {
    Failure::new(
        Kind::SignIn,
        "the pool demands a second factor, of a kind that cannot be set up here",
    )
    .hint("An administrator can give you one, such as your phone number for codes by SMS")
}
