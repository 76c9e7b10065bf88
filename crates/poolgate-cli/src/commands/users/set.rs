//! `poolgate users set`.

use std::process::ExitCode;

use poolgate::Attributes;
use serde_json::json;

use crate::administrator::{self, Administrator};
use crate::arguments::users::Set;
use crate::failure::Failure;
use crate::someone;

pub(super) fn run(arguments: &Set) -> Result<ExitCode, Failure> {
    let (pool, user) = (&arguments.one.pool, &arguments.one.user);
    let administrator = Administrator::of(pool)?;
    let attributes: Attributes = arguments.attributes.iter().cloned().collect();
    let metadata = someone::metadata(&arguments.functions);
    let update = administrator
        .administration
        .update_attributes(user, &attributes, metadata);
    administrator::call(update)?;
    let names: Vec<&str> = attributes.names().collect();
    let document = json!({ "username": user.as_str(), "set": names });
    let text = format!("✓ Set {} of {user}.", names.join(", "));
    administrator.say(&document, &text)
}
