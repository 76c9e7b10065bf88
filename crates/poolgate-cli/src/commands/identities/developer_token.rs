//! `poolgate identities developer-token`.

use std::process::ExitCode;
use std::time::Duration;

use poolgate::{DeveloperToken, Logins};
use serde_json::json;

use super::caller;
use super::developer::DeveloperProvider;
use crate::administrator;
use crate::arguments::clients::{Unit, Validity};
use crate::arguments::identities;
use crate::failure::Failure;

/// Prints the token, and to people nothing else: it is for a pipe to the user's app.
pub(super) fn run(arguments: &identities::DeveloperToken) -> Result<ExitCode, Failure> {
    let logins = match &arguments.login_stdin {
        Some(provider) => caller::login_from_standard_input(provider)?.into(),
        None => Logins::none(),
    };
    let developer = DeveloperProvider::of(&arguments.developer)?;
    let identity_id = arguments.identity_id.as_ref();
    let asked = DeveloperToken {
        identity_id: identity_id.map(|id| id.as_str().to_owned()),
        duration: arguments.duration.map(duration),
        principal_tags: arguments.principal_tags.iter().cloned().collect(),
        logins,
    };
    let administrator = &developer.administrator;
    let vouching = administrator.pools.developer_token(
        &developer.pool,
        &developer.name,
        &arguments.user,
        asked,
    );
    let token = administrator::call(vouching)?;
    let document = json!({ "identity_id": token.identity_id(), "token": token.expose() });
    administrator.say(&document, token.expose())
}

fn duration(typed: Validity) -> Duration {
    let seconds = match typed.unit {
        Unit::Seconds => 1,
        Unit::Minutes => 60,
        Unit::Hours => 3600,
        Unit::Days => 86_400,
    };
    Duration::from_secs(u64::from(typed.amount.unsigned_abs()) * seconds)
}
