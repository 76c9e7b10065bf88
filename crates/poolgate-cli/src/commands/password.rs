//! `poolgate password …`: one's own.

mod change;
mod forgot;
mod reset;

use std::process::ExitCode;

use crate::arguments::password::Password;
use crate::failure::Failure;

pub(crate) fn run(command: &Password) -> Result<ExitCode, Failure> {
    match command {
        Password::Change(arguments) => change::run(arguments),
        Password::Forgot(arguments) => forgot::run(arguments),
        Password::Reset(arguments) => reset::run(arguments),
    }
}
