//! `poolgate password reset`.

use std::process::ExitCode;

use poolgate::{ErrorCode, Password};
use serde_json::json;

use crate::arguments::password::Reset;
use crate::bounded;
use crate::codes::Codes;
use crate::failure::{Failure, Kind};
use crate::output;
use crate::passwords::{self, Source};
use crate::prompt::TRIES;
use crate::someone::{self, Someone};

pub(super) fn run(arguments: &Reset) -> Result<ExitCode, Failure> {
    let someone = Someone::named(&arguments.connection, "password reset")?;
    bounded::block_on_person(reset(arguments, &someone))?;
    let name = someone.name();
    output::line(&if arguments.format.json {
        json!({ "username": name, "changed": true }).to_string()
    } else {
        let flags = someone.flags();
        format!("✓ Set a new password for {name}.\nNext: poolgate login {flags}")
    })
}

/// Asks again for that of the two which was refused: a refused password leaves the code valid.
async fn reset(arguments: &Reset, someone: &Someone) -> Result<(), Failure> {
    let pool = someone.pool()?;
    let source = Source::from(&arguments.proposed);
    let mut codes = Codes::from_source(&someone.prompt, &arguments.code);
    let (mut code, mut password): (Option<String>, Option<Password>) = (None, None);
    let mut refused: Option<Failure> = None;
    for _ in 0..TRIES {
        if let Some(refused) = &refused {
            someone.prompt.say(&refused.to_string());
        }
        let shown = match code.take() {
            Some(code) => Ok(code),
            None => codes.next_for(someone.name()).await,
        };
        let chosen = match password.take() {
            Some(password) => Ok(password),
            None => source.choice(&someone.prompt).await,
        };
        let (shown, chosen) = match (shown, chosen) {
            (Ok(shown), Ok(chosen)) => (shown, chosen),
            (Err(failure), _) | (_, Err(failure)) => return Err(refused.unwrap_or(failure)),
        };
        let metadata = someone::metadata(&arguments.functions);
        let set = pool.confirm_forgot_password(&someone.username, &shown, &chosen, metadata);
        let Err(error) = set.await else {
            return Ok(());
        };
        if error.code() == Some(&ErrorCode::CodeMismatch) {
            password = Some(chosen);
        } else if source.is_typed() && passwords::is_unfit(&error) {
            code = Some(shown);
        } else {
            return Err(error.into());
        }
        refused = Some(error.into());
    }
    Err(refused.unwrap_or_else(|| Failure::new(Kind::SignIn, "no code was accepted")))
}
