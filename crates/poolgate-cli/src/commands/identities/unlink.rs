//! `poolgate identities unlink`.

use std::process::ExitCode;

use serde_json::json;

use super::caller::Caller;
use crate::administrator;
use crate::arguments::identities::Unlink;
use crate::bounded;
use crate::failure::Failure;
use crate::output;
use crate::plain_text::plain;
use crate::prompt::Prompt;

pub(super) fn run(arguments: &Unlink) -> Result<ExitCode, Failure> {
    let caller = Caller::of(&arguments.caller)?;
    let providers = &arguments.providers;
    let named = plain(&providers.join(", "));
    let command = format!(
        "poolgate identities unlink {} {}",
        providers.join(" "),
        caller.flags()
    );
    let prompt = Prompt::new(false, command);
    let question = format!("Leave to take the logins at {named} from your identity");
    administrator::consent(&arguments.consent, &prompt, &question)?;
    let identity_id = bounded::block_on(async {
        let logins = caller.logins().await?;
        let identity_id = caller.identity_id(&logins).await?;
        caller.told(caller.pool.unlink(&identity_id, &logins, providers).await)?;
        Ok(identity_id)
    })?;
    caller.forget()?;
    let document = json!({ "identity_id": identity_id, "unlinked": providers });
    let text = format!("✓ Took the logins at {named} from the identity {identity_id}.");
    output::outcome(arguments.format.json, &document, &text)
}
