//! `poolgate clients secrets …`

mod add;
mod delete;
mod list;

use std::process::ExitCode;

use crate::arguments::clients::Secrets;
use crate::failure::Failure;

pub(super) fn run(command: &Secrets) -> Result<ExitCode, Failure> {
    match command {
        Secrets::Add(arguments) => add::run(arguments),
        Secrets::Delete(arguments) => delete::run(arguments),
        Secrets::List(arguments) => list::run(arguments),
    }
}
