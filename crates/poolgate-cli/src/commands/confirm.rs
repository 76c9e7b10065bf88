//! `poolgate confirm`.

use std::process::ExitCode;

use poolgate::{CodeDelivery, Error};
use serde_json::json;

use crate::arguments::sign_up::Confirm;
use crate::bounded;
use crate::codes::Codes;
use crate::delivery;
use crate::failure::Failure;
use crate::output;
use crate::someone::{self, Someone};

pub(crate) fn run(arguments: &Confirm) -> Result<ExitCode, Failure> {
    let someone = Someone::named(&arguments.connection, "confirm")?;
    if arguments.resend {
        let delivery = bounded::block_on(resend(arguments, &someone))?;
        return output::line(&sent(&someone, delivery.as_ref(), arguments.format.json));
    }
    bounded::block_on_person(confirm(arguments, &someone))?;
    let name = someone.name();
    output::line(&if arguments.format.json {
        json!({ "username": name, "confirmed": true }).to_string()
    } else {
        let flags = someone.flags();
        format!("✓ Confirmed {name}.\nNext: poolgate login {flags}")
    })
}

async fn resend(arguments: &Confirm, someone: &Someone) -> Result<Option<CodeDelivery>, Failure> {
    let metadata = someone::metadata(&arguments.functions);
    let pool = someone.pool()?;
    let sent = pool.resend_confirmation_code(&someone.username, metadata);
    Ok(sent.await?)
}

async fn confirm(arguments: &Confirm, someone: &Someone) -> Result<(), Failure> {
    let confirmation = someone
        .pool()?
        .confirm_sign_up(someone.username.clone())
        .force_alias_creation(arguments.take_alias)
        .client_metadata(someone::metadata(&arguments.functions));
    let show = async |code: &str| -> Result<(), Error> {
        confirmation.clone().with_code(code).await.map(drop)
    };
    Codes::from_source(&someone.prompt, &arguments.code)
        .until_accepted(someone.name(), show)
        .await
}

fn sent(someone: &Someone, delivery: Option<&CodeDelivery>, json: bool) -> String {
    if json {
        let sent = delivery.map(delivery::as_json);
        return json!({ "username": someone.name(), "code_sent": sent }).to_string();
    }
    let sentence = delivery.map_or_else(|| "No code was sent.".to_owned(), delivery::sentence);
    let inbox = someone.inbox().map(|command| format!("\n  {command}"));
    format!(
        "{sentence}\nNext:{}\n  poolgate confirm {}",
        inbox.unwrap_or_default(),
        someone.flags()
    )
}
