//! `poolgate clients show`.

use std::process::ExitCode;

use super::description::{as_json, for_people};
use crate::administrator::{self, Administrator};
use crate::arguments::clients::Show;
use crate::failure::Failure;

pub(super) fn run(arguments: &Show) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.one.pool)?;
    let description = administrator
        .administration
        .app_client(&arguments.one.client);
    let client = administrator::call(description)?;
    let secret = arguments.show_secret;
    administrator.say(&as_json(&client, secret), &for_people(&client, secret))
}
