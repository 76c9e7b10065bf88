//! `poolgate password forgot`.

use std::process::ExitCode;

use serde_json::json;

use crate::arguments::password::Forgot;
use crate::bounded;
use crate::delivery;
use crate::failure::Failure;
use crate::output;
use crate::someone::{self, Someone};

pub(super) fn run(arguments: &Forgot) -> Result<ExitCode, Failure> {
    let someone = Someone::named(&arguments.connection, "password forgot")?;
    let delivery = bounded::block_on(async {
        let metadata = someone::metadata(&arguments.functions);
        let pool = someone.pool()?;
        Ok(pool.forgot_password(&someone.username, metadata).await?)
    })?;
    if arguments.format.json {
        let sent = delivery.as_ref().map(delivery::as_json);
        let outcome = json!({ "username": someone.name(), "code_sent": sent });
        return output::line(&outcome.to_string());
    }
    let sent = delivery.as_ref().map(delivery::sentence);
    let inbox = someone.inbox().map(|command| format!("\n  {command}"));
    output::line(&format!(
        "{}\nNext:{}\n  poolgate password reset {}",
        sent.as_deref().unwrap_or("No code was sent."),
        inbox.unwrap_or_default(),
        someone.flags()
    ))
}
