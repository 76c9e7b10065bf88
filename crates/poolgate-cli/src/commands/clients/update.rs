//! `poolgate clients update`.

use std::process::ExitCode;

use super::description::{as_json, for_people};
use super::settings;
use crate::administrator::{self, Administrator};
use crate::arguments::clients::Update;
use crate::failure::Failure;

pub(super) fn run(arguments: &Update) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.one.pool)?;
    let id = &arguments.one.client;
    let update = administrator
        .administration
        .update_app_client(id, |client| {
            if arguments.name.is_some() {
                client.client_name.clone_from(&arguments.name);
            }
            settings::apply(&arguments.settings, client);
        });
    let client = administrator::call(update)?;
    administrator.say(&as_json(&client, false), &for_people(&client, false))
}
