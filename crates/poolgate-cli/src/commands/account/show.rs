//! `poolgate account show`.

use std::process::ExitCode;

use serde_json::json;

use crate::arguments::account::Show;
use crate::attributes;
use crate::bounded;
use crate::failure::Failure;
use crate::output;
use crate::user::User;

pub(super) fn run(arguments: &Show) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    let kept = bounded::block_on(async {
        let session = user.session().await?;
        user.told(session.attributes().await)
    })?;
    output::line(&if arguments.format.json {
        let kept = attributes::as_json(&kept);
        json!({ "username": user.name, "attributes": kept }).to_string()
    } else {
        let head = format!("{} at {}", user.name, user.profile().pool_id);
        let lines = [head].into_iter().chain(attributes::lines(&kept));
        lines.collect::<Vec<_>>().join("\n")
    })
}
