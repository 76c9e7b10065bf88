//! `poolgate groups create`.

use std::process::ExitCode;

use poolgate::GroupSettings;

use super::{as_json, describe};
use crate::administrator::{self, Administrator};
use crate::arguments::groups::Describe;
use crate::failure::Failure;
use crate::plain_text::plain;

pub(super) fn run(arguments: &Describe) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.one.pool)?;
    let mut settings = GroupSettings::default();
    describe(arguments, &mut settings);
    let name = &arguments.one.group;
    let group = administrator::call(administrator.administration.create_group(name, settings))?;
    let text = format!("✓ Created the group {}.", plain(&group.name));
    administrator.say(&as_json(&group), &text)
}
