//! `poolgate clients create`.

use std::process::ExitCode;

use super::description::{as_json, for_people};
use super::settings;
use crate::administrator::{self, Administrator};
use crate::arguments::clients::Create;
use crate::failure::Failure;

/// A secret that the service has made up is shown: whoever asked for it needs it now.
pub(super) fn run(arguments: &Create) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.pool)?;
    let (name, secret) = (&arguments.name, arguments.secret);
    let creation = administrator
        .administration
        .create_app_client(name, secret, |client| {
            settings::apply(&arguments.settings, client);
        });
    let client = administrator::call(creation)?;
    administrator.say(&as_json(&client, secret), &for_people(&client, secret))
}
