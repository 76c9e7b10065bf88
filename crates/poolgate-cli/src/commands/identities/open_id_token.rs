//! `poolgate identities open-id-token`.

use std::process::ExitCode;

use serde_json::json;

use super::caller::Caller;
use crate::arguments::identities::OpenIdToken;
use crate::bounded;
use crate::failure::Failure;
use crate::output;

pub(super) fn run(arguments: &OpenIdToken) -> Result<ExitCode, Failure> {
    let caller = Caller::of_anybody(&arguments.anybody)?;
    let token = bounded::block_on(async {
        let logins = caller.logins().await?;
        let identity_id = caller.identity_id(&logins).await?;
        caller.told(caller.pool.open_id_token(&identity_id, &logins).await)
    })?;
    // Linked logins may have led to another identity than was asked for (protocol.md 8.5).
    let document = json!({ "identity_id": token.identity_id(), "token": token.expose() });
    output::outcome(arguments.format.json, &document, token.expose())
}
