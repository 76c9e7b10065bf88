//! `poolgate identities credentials`.

use std::process::ExitCode;

use super::caller::Caller;
use crate::arguments::identities::Credentials;
use crate::bounded;
use crate::failure::Failure;
use crate::output;

pub(super) fn run(arguments: &Credentials) -> Result<ExitCode, Failure> {
    let caller = Caller::of_anybody(&arguments.anybody)?;
    let credentials = bounded::block_on(async {
        let logins = caller.logins().await?;
        let identity_id = caller.identity_id(&logins).await?;
        let pool = &caller.pool;
        caller.told(pool.credentials_for_identity(&identity_id, &logins).await)
    })?;
    output::line(&credentials.to_process_json()?)
}
