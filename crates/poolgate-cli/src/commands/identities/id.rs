//! `poolgate identities id`.

use std::process::ExitCode;

use serde_json::json;

use super::caller::Caller;
use crate::arguments::identities::Id;
use crate::bounded;
use crate::failure::Failure;
use crate::output;

pub(super) fn run(arguments: &Id) -> Result<ExitCode, Failure> {
    let caller = Caller::of_anybody(&arguments.anybody)?;
    let identity_id = bounded::block_on(async {
        let logins = caller.logins().await?;
        caller.identity_id(&logins).await
    })?;
    let document = json!({
        "identity_pool_id": caller.pool.id().as_str(),
        "identity_id": identity_id,
    });
    output::outcome(arguments.format.json, &document, &identity_id)
}
