//! `poolgate resource-servers update`.

use std::process::ExitCode;

use super::{as_json, for_people};
use crate::administrator::{self, Administrator};
use crate::arguments::resource_servers::Update;
use crate::failure::Failure;

pub(super) fn run(arguments: &Update) -> Result<ExitCode, Failure> {
    let (pool, identifier) = (&arguments.one.pool, &arguments.one.identifier);
    let administrator = Administrator::of(pool)?;
    let update = administrator
        .administration
        .update_resource_server(identifier, |settings| {
            if let Some(name) = &arguments.name {
                settings.name.clone_from(name);
            }
            for scope in &arguments.remove_scope {
                settings.scopes.remove(scope);
            }
            settings.scopes.extend(arguments.scopes.iter().cloned());
        });
    let server = administrator::call(update)?;
    administrator.say(&as_json(&server), &for_people(&server))
}
