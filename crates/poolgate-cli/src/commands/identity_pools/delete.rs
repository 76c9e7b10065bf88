//! `poolgate identity-pools delete`.

use std::process::ExitCode;

use serde_json::json;

use crate::administrator;
use crate::arguments::identity_pools::Destroy;
use crate::failure::Failure;
use crate::identity_administrator::IdentityAdministrator;

pub(super) fn run(arguments: &Destroy) -> Result<ExitCode, Failure> {
    let (administrator, id) = IdentityAdministrator::of_pool(&arguments.pool)?;
    let question = format!("Leave to delete the identity pool {id} and all its identities");
    administrator.ask(&arguments.consent, "identity-pools delete", &question)?;
    administrator::call(administrator.pools.delete(&id))?;
    let document = json!({ "id": id.as_str(), "deleted": true });
    administrator.say(&document, &format!("✓ Deleted the identity pool {id}."))
}
