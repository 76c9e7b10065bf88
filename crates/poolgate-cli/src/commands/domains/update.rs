//! `poolgate domains update`.

use std::process::ExitCode;

use serde_json::json;

use super::apply;
use crate::administrator::{self, Administrator};
use crate::arguments::domains::Describe;
use crate::failure::Failure;

pub(super) fn run(arguments: &Describe) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.one.pool)?;
    let name = &arguments.one.domain;
    let update = administrator
        .administration
        .update_domain(name, |settings| apply(arguments, settings));
    administrator::call(update)?;
    let document = json!({ "name": name, "updated": true });
    administrator.say(&document, &format!("✓ Updated the domain {name}."))
}
