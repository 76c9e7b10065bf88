//! `poolgate clients …`: the app clients of a pool, for its administrators.

mod create;
mod delete;
mod description;
mod list;
mod secrets;
mod settings;
mod show;
mod update;

use std::process::ExitCode;

use crate::arguments::clients::Clients;
use crate::failure::Failure;

pub(crate) fn run(command: &Clients) -> Result<ExitCode, Failure> {
    match command {
        Clients::Create(arguments) => create::run(arguments),
        Clients::Delete(arguments) => delete::run(arguments),
        Clients::List(arguments) => list::run(arguments),
        Clients::Secrets(command) => secrets::run(command),
        Clients::Show(arguments) => show::run(arguments),
        Clients::Update(arguments) => update::run(arguments),
    }
}
