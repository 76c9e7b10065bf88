//! `poolgate providers update`.

use std::process::ExitCode;

use super::description::{as_json, for_people};
use super::settings::{apply, details};
use crate::administrator::{self, Administrator};
use crate::arguments::providers::Update;
use crate::failure::Failure;

pub(super) fn run(arguments: &Update) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.one.pool)?;
    let details = details(&arguments.settings)?;
    let name = &arguments.one.provider;
    let update = administrator
        .administration
        .update_identity_provider(name, |settings| {
            for attribute in &arguments.unmap {
                settings.attribute_mapping.remove(attribute);
            }
            apply(&arguments.settings, details, settings);
        });
    let provider = administrator::call(update)?;
    administrator.say(&as_json(&provider, false), &for_people(&provider, false))
}
