//! `poolgate account …`: what a pool keeps of who is signed in.

mod delete;
mod set;
mod show;
mod unset;
mod verify;

use std::process::ExitCode;

use crate::arguments::account::Account;
use crate::failure::Failure;

pub(crate) fn run(command: &Account) -> Result<ExitCode, Failure> {
    match command {
        Account::Delete(arguments) => delete::run(arguments),
        Account::Set(arguments) => set::run(arguments),
        Account::Show(arguments) => show::run(arguments),
        Account::Unset(arguments) => unset::run(arguments),
        Account::Verify(arguments) => verify::run(arguments),
    }
}
