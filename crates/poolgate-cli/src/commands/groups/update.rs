//! `poolgate groups update`.

use std::process::ExitCode;

use super::{as_json, describe, for_people};
use crate::administrator::{self, Administrator};
use crate::arguments::groups::Describe;
use crate::failure::Failure;

pub(super) fn run(arguments: &Describe) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.one.pool)?;
    let update = administrator
        .administration
        .update_group(&arguments.one.group, |settings| {
            describe(arguments, settings);
        });
    let group = administrator::call(update)?;
    administrator.say(&as_json(&group), &for_people(&group))
}
