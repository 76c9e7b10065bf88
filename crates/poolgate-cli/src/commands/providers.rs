//! `poolgate providers …`: the identity providers of a pool, for its administrators.

mod create;
mod delete;
mod description;
mod list;
mod settings;
mod show;
mod update;

use std::process::ExitCode;

use crate::arguments::providers::Providers;
use crate::failure::Failure;

pub(crate) fn run(command: &Providers) -> Result<ExitCode, Failure> {
    match command {
        Providers::Create(arguments) => create::run(arguments),
        Providers::Delete(arguments) => delete::run(arguments),
        Providers::List(arguments) => list::run(arguments),
        Providers::Show(arguments) => show::run(arguments),
        Providers::Update(arguments) => update::run(arguments),
    }
}
