//! What is shown first, by the method.

use poolgate::{FirstFactor, SignIn, SignInStep};

use super::answers::Answers;
use crate::failure::{Failure, Kind};
use crate::method::Method;

/// Starts the sign-in.
pub(super) async fn show(
    attempt: SignIn,
    method: Method,
    answers: &Answers<'_>,
) -> Result<SignInStep, Failure> {
    let preferred = match method {
        Method::Auto => return by_srp_however(attempt, answers).await,
        Method::Srp => return Ok(attempt.with_srp(answers.password()?).await?),
        Method::Password => return Ok(attempt.with_password(answers.password()?).await?),
        Method::Custom => return Ok(attempt.with_custom_challenges().await?),
        Method::SrpCustom => {
            let password = answers.password()?;
            return Ok(attempt.with_srp_and_custom_challenges(password).await?);
        }
        Method::Browser | Method::ClientCredentials => {
            let message = format!("{method} begins elsewhere than with a user's name");
            return Err(Failure::new(Kind::Other, message));
        }
        Method::EmailOtp => Some(FirstFactor::EmailOtp),
        Method::SmsOtp => Some(FirstFactor::SmsOtp),
        Method::Passkey => Some(FirstFactor::WebAuthn),
        // Whoever gives a password beforehand has chosen.
        Method::Choice => answers.given_password().map(FirstFactor::PasswordSrp),
    };
    Ok(attempt.with_choice(preferred).await?)
}

/// By SRP in the flow that the app client allows. None of them sends the password.
async fn by_srp_however(attempt: SignIn, answers: &Answers<'_>) -> Result<SignInStep, Failure> {
    answers.prompt.say("Signing in with the password, by SRP.");
    let password = answers.password()?;
    match attempt.clone().with_srp(password.clone()).await {
        Err(error) if error.is_flow_not_enabled() => {}
        outcome => return Ok(outcome?),
    }
    let preferred = Some(FirstFactor::PasswordSrp(password));
    match attempt.with_choice(preferred).await {
        Err(error) if error.is_flow_not_enabled() => Err(Failure::new(
            Kind::SignIn,
            "the app client allows neither USER_SRP_AUTH nor USER_AUTH",
        )
        .hint(
            "Enable one of them, or name what it does allow: --method password, which sends the \
             password inside TLS, or --method custom",
        )),
        outcome => Ok(outcome?),
    }
}
