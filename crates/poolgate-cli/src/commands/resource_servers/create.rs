//! `poolgate resource-servers create`.

use std::process::ExitCode;

use poolgate::ResourceServerSettings;

use super::{as_json, for_people};
use crate::administrator::{self, Administrator};
use crate::arguments::resource_servers::Create;
use crate::failure::Failure;

pub(super) fn run(arguments: &Create) -> Result<ExitCode, Failure> {
    let (pool, identifier) = (&arguments.one.pool, &arguments.one.identifier);
    let administrator = Administrator::of(pool)?;
    let settings = ResourceServerSettings {
        name: arguments.name.clone(),
        scopes: arguments.scopes.iter().cloned().collect(),
    };
    let creation = administrator
        .administration
        .create_resource_server(identifier, &settings);
    let server = administrator::call(creation)?;
    administrator.say(&as_json(&server), &for_people(&server))
}
