//! `poolgate profile …`: what is configured.

mod import;
mod list;
mod show;

use std::process::ExitCode;

use crate::arguments::profile::ProfileCommand;
use crate::failure::Failure;

pub(crate) fn run(command: &ProfileCommand) -> Result<ExitCode, Failure> {
    match command {
        ProfileCommand::Import(arguments) => import::run(arguments),
        ProfileCommand::List(arguments) => list::run(arguments),
        ProfileCommand::Show(arguments) => show::run(arguments),
    }
}
