//! `poolgate mfa …`: the second factors of who is signed in.

mod disable;
mod prefer;
mod setup;
mod status;

use std::process::ExitCode;

use crate::arguments::mfa::Mfa;
use crate::failure::Failure;

pub(crate) fn run(command: &Mfa) -> Result<ExitCode, Failure> {
    match command {
        Mfa::Disable(arguments) => disable::run(arguments),
        Mfa::Prefer(arguments) => prefer::run(arguments),
        Mfa::Setup(arguments) => setup::run(arguments),
        Mfa::Status(arguments) => status::run(arguments),
    }
}
