//! Codes, from wherever they come.

use poolgate::{ChallengeName, OneTimeCode, Pending};

use super::Answered;
use crate::commands::login::answers::Answers;

pub(super) async fn answer(
    challenge: Pending<OneTimeCode>,
    name: &ChallengeName,
    answers: &mut Answers<'_>,
) -> Answered {
    let destination = challenge.destination().map(str::to_owned);
    let question = match name {
        ChallengeName::EmailOtp => sent("e-mail", destination.as_deref()),
        ChallengeName::SmsMfa | ChallengeName::SmsOtp => sent("SMS", destination.as_deref()),
        _ => shown(challenge.friendly_device_name()),
    };
    let code = answers
        .code(name, destination.as_deref(), &question)
        .await?;
    Ok(challenge.answer(&code).await)
}

fn sent(medium: &str, destination: Option<&str>) -> String {
    match destination {
        Some(destination) => format!("Code sent by {medium} to {destination}"),
        None => format!("Code sent by {medium}"),
    }
}

fn shown(app: Option<&str>) -> String {
    match app {
        Some(name) => format!("Code of the authenticator app ({name})"),
        None => "Code of the authenticator app".to_owned(),
    }
}
