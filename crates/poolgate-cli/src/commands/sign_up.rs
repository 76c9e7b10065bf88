//! `poolgate signup`.

use std::process::ExitCode;

use poolgate::{Password, SignUp, SignedUp};
use serde_json::json;

use crate::arguments;
use crate::bounded;
use crate::delivery;
use crate::failure::Failure;
use crate::output;
use crate::passwords::{self, Source};
use crate::prompt::TRIES;
use crate::someone::{self, Someone};

pub(crate) fn run(arguments: &arguments::sign_up::SignUp) -> Result<ExitCode, Failure> {
    let someone = Someone::named(&arguments.connection, "signup")?;
    let signed_up = bounded::block_on_person(async {
        let sign_up = someone
            .pool()?
            .sign_up(someone.username.clone())
            .attributes(arguments.attributes.iter().cloned().collect())
            .validation_data(arguments.validation_data.iter().cloned().collect())
            .client_metadata(someone::metadata(&arguments.functions));
        if arguments.no_password {
            return Ok(sign_up.without_password().await?);
        }
        with_password(sign_up, Source::from(&arguments.password), &someone).await
    })?;
    output::line(&if arguments.format.json {
        as_json(&someone, &signed_up)
    } else {
        for_people(&someone, &signed_up)
    })
}

/// Who types a password that the pool's policy refuses may choose another.
async fn with_password(
    sign_up: SignUp,
    source: Source<'_>,
    someone: &Someone,
) -> Result<SignedUp, Failure> {
    for _ in 1..TRIES {
        let password: Password = source.choice(&someone.prompt).await?;
        match sign_up.clone().with_password(password).await {
            Err(error) if source.is_typed() && passwords::is_unfit(&error) => {
                someone.prompt.say(&Failure::from(error).to_string());
            }
            outcome => return Ok(outcome?),
        }
    }
    let password = source.choice(&someone.prompt).await?;
    Ok(sign_up.with_password(password).await?)
}

fn for_people(someone: &Someone, signed_up: &SignedUp) -> String {
    let name = someone.name();
    let mut lines = vec![format!("✓ Signed up {name}.")];
    if signed_up.confirmed {
        lines.push(format!("Next: poolgate login {}", someone.flags()));
        return lines.join("\n");
    }
    match &signed_up.delivery {
        Some(delivery) => {
            lines.push(delivery::sentence(delivery));
            lines.push("Next:".to_owned());
            lines.extend(someone.inbox().map(|command| format!("  {command}")));
            lines.push(format!("  poolgate confirm {}", someone.flags()));
        }
        None => lines.push("No code was sent: an administrator confirms the account.".to_owned()),
    }
    lines.join("\n")
}

fn as_json(someone: &Someone, signed_up: &SignedUp) -> String {
    json!({
        "username": someone.name(),
        "sub": signed_up.sub,
        "confirmed": signed_up.confirmed,
        "code_sent": signed_up.delivery.as_ref().map(delivery::as_json),
    })
    .to_string()
}
