//! `poolgate groups show`.

use std::process::ExitCode;

use super::{as_json, for_people};
use crate::administrator::{self, Administrator};
use crate::arguments::groups::One;
use crate::failure::Failure;

pub(super) fn run(arguments: &One) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.pool)?;
    let group = administrator::call(administrator.administration.group(&arguments.group))?;
    administrator.say(&as_json(&group), &for_people(&group))
}
