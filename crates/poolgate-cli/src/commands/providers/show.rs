//! `poolgate providers show`.

use std::process::ExitCode;

use super::description::{as_json, for_people};
use crate::administrator::{self, Administrator};
use crate::arguments::providers::Show;
use crate::failure::Failure;

pub(super) fn run(arguments: &Show) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.one.pool)?;
    let name = &arguments.one.provider;
    let provider = administrator::call(administrator.administration.identity_provider(name))?;
    let secrets = arguments.show_secrets;
    administrator.say(
        &as_json(&provider, secrets),
        &for_people(&provider, secrets),
    )
}
