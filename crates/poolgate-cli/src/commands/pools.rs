//! `poolgate pools …`: user pools, for administrators.

mod list;
mod show;

use std::process::ExitCode;

use crate::arguments::pools::Pools;
use crate::failure::Failure;

pub(crate) fn run(command: &Pools) -> Result<ExitCode, Failure> {
    match command {
        Pools::List(arguments) => list::run(arguments),
        Pools::Show(arguments) => show::run(arguments),
    }
}
