//! `poolgate resource-servers show`.

use std::process::ExitCode;

use super::{as_json, for_people};
use crate::administrator::{self, Administrator};
use crate::arguments::resource_servers::One;
use crate::failure::Failure;

pub(super) fn run(arguments: &One) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.pool)?;
    let identifier = &arguments.identifier;
    let server = administrator::call(administrator.administration.resource_server(identifier))?;
    administrator.say(&as_json(&server), &for_people(&server))
}
