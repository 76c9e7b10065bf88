//! `poolgate resource-servers …`: APIs and their scopes, for a pool's administrators.

mod create;
mod delete;
mod list;
mod show;
mod update;

use std::process::ExitCode;

use poolgate::ResourceServer;
use serde_json::{Value, json};

use crate::arguments::resource_servers::ResourceServers;
use crate::failure::Failure;
use crate::plain_text::plain;

pub(crate) fn run(command: &ResourceServers) -> Result<ExitCode, Failure> {
    match command {
        ResourceServers::Create(arguments) => create::run(arguments),
        ResourceServers::Delete(arguments) => delete::run(arguments),
        ResourceServers::List(arguments) => list::run(arguments),
        ResourceServers::Show(arguments) => show::run(arguments),
        ResourceServers::Update(arguments) => update::run(arguments),
    }
}

fn as_json(server: &ResourceServer) -> Value {
    json!({
        "identifier": server.identifier,
        "name": server.settings.name,
        "scopes": server.settings.scopes,
    })
}

fn for_people(server: &ResourceServer) -> String {
    let (identifier, name) = (plain(&server.identifier), plain(&server.settings.name));
    let mut lines = vec![format!("{identifier} ({name})")];
    for (scope, description) in &server.settings.scopes {
        lines.push(format!(
            "  {identifier}/{}: {}",
            plain(scope),
            plain(description)
        ));
    }
    lines.join("\n")
}
