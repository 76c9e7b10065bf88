//! `poolgate identities unlink-developer`.

use std::process::ExitCode;

use serde_json::json;

use super::developer::DeveloperProvider;
use crate::administrator;
use crate::arguments::identities::UnlinkDeveloper;
use crate::failure::Failure;
use crate::plain_text::plain;

pub(super) fn run(arguments: &UnlinkDeveloper) -> Result<ExitCode, Failure> {
    let DeveloperProvider {
        administrator,
        pool,
        name,
    } = DeveloperProvider::of(&arguments.developer)?;
    let (pools, user) = (&administrator.pools, &arguments.user);
    let identity_id = administrator::call(async {
        let identity_id = match &arguments.identity_id {
            Some(id) => id.as_str().to_owned(),
            None => pools.developer_identity(&pool, user).await?,
        };
        pools
            .unlink_developer_user(&pool, &identity_id, &name, user)
            .await?;
        Ok(identity_id)
    })?;
    let document = json!({ "identity_id": identity_id, "unlinked": user });
    let text = format!("✓ Took {user} from the identity {identity_id}.");
    administrator.say(&document, &plain(&text))
}
