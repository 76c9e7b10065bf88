//! `poolgate identities merge`.

use std::process::ExitCode;

use serde_json::json;

use super::developer::DeveloperProvider;
use crate::administrator;
use crate::arguments::identities::Merge;
use crate::failure::Failure;
use crate::plain_text::plain;

pub(super) fn run(arguments: &Merge) -> Result<ExitCode, Failure> {
    let developer = DeveloperProvider::of(&arguments.developer)?;
    let administrator = &developer.administrator;
    let (from, to) = (&arguments.from, &arguments.to);
    let merging =
        administrator
            .pools
            .merge_developer_users(&developer.pool, &developer.name, from, to);
    let identity_id = administrator::call(merging)?;
    let document = json!({ "from": from, "to": to, "identity_id": identity_id });
    let text = format!("✓ {from} and {to} have the identity {identity_id}.");
    administrator.say(&document, &plain(&text))
}
