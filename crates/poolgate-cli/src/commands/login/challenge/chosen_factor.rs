//! The first factor of a choice-based sign-in (`USER_AUTH`).

use poolgate::{ChallengeName, FirstFactor, PasswordChallenge, Pending, SelectChallenge, WebAuthn};

use super::Answered;
use crate::commands::login::answers::Answers;
use crate::failure::{Failure, Kind};

/// Says that the password is about to leave this machine: SRP was not to be had.
const PASSWORD_TO_SEND: &str = "The password, to be sent inside TLS";

/// Asks which factor; with a single one there is nothing to ask.
pub(super) async fn choose(
    challenge: Pending<SelectChallenge>,
    answers: &mut Answers<'_>,
) -> Answered {
    let mut offered: Vec<ChallengeName> = challenge.options().to_vec();
    // Who may prove the password need not send it.
    if offered.contains(&ChallengeName::PasswordSrp) {
        offered.retain(|name| *name != ChallengeName::Password);
    }
    let (factors, words): (Vec<_>, Vec<_>) = offered.iter().filter_map(described).unzip();
    let index = match factors.len() {
        0 => return Err(nothing_known(&offered)),
        1 => 0,
        _ => answers
            .prompt
            .choose("Way to sign in", &words, "--method")?,
    };
    let factor = match factors[index] {
        Factor::PasswordSrp => FirstFactor::PasswordSrp(answers.password()?),
        Factor::Password => FirstFactor::Password(answers.typed_password(PASSWORD_TO_SEND)?),
        Factor::EmailOtp => FirstFactor::EmailOtp,
        Factor::SmsOtp => FirstFactor::SmsOtp,
        Factor::Passkey => FirstFactor::WebAuthn,
    };
    Ok(challenge.choose(factor).await)
}

/// Gives the password that the pool asks for, in the way that it is asked for.
pub(super) async fn password(
    challenge: Pending<PasswordChallenge>,
    name: &ChallengeName,
    answers: &mut Answers<'_>,
) -> Answered {
    let password = match name {
        ChallengeName::PasswordSrp => answers.password()?,
        _ => answers.typed_password(PASSWORD_TO_SEND)?,
    };
    Ok(challenge.answer(password).await)
}

/// Has the person's authenticator answer.
pub(super) async fn passkey(challenge: Pending<WebAuthn>, answers: &mut Answers<'_>) -> Answered {
    let credential = answers.credential(challenge.request_options()).await?;
    Ok(challenge.answer(&credential).await)
}

/// A factor before there is a password for it.
#[derive(Clone, Copy)]
enum Factor {
    PasswordSrp,
    Password,
    EmailOtp,
    SmsOtp,
    Passkey,
}

/// A factor that this command knows, with words for people.
fn described(name: &ChallengeName) -> Option<(Factor, String)> {
    let (factor, words) = match name {
        ChallengeName::PasswordSrp => (Factor::PasswordSrp, "password"),
        ChallengeName::Password => (Factor::Password, "password, sent inside TLS"),
        ChallengeName::EmailOtp => (Factor::EmailOtp, "code by e-mail"),
        ChallengeName::SmsOtp => (Factor::SmsOtp, "code by SMS"),
        ChallengeName::WebAuthn => (Factor::Passkey, "passkey (needs --passkey-process)"),
        _ => return None,
    };
    Some((factor, words.to_owned()))
}

fn nothing_known(offered: &[ChallengeName]) -> Failure {
    let offered: Vec<&str> = offered.iter().map(ChallengeName::as_str).collect();
    let offered = if offered.is_empty() {
        "nothing".to_owned()
    } else {
        offered.join(", ")
    };
    Failure::new(
        Kind::SignIn,
        format_args!("the pool offers this user {offered}, which this command does not know"),
    )
}
