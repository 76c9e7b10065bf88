//! `poolgate`: Amazon Cognito on the command line.
//!
//! This crate knows arguments, the terminal and files of configuration. What a sign-in is, when a
//! token is fresh and who may have which credentials is the business of the library `poolgate`.

mod arguments;
mod authenticator_app;
mod bounded;
mod clock;
mod commands;
mod configuration;
mod failure;
mod method;
mod mfa_type;
mod output;
mod paths;
mod plain_text;
mod process;
mod profile;
mod prompt;
mod qr_code;
mod reachable;
mod session;
mod signed_in;
mod user;

use std::process::ExitCode;

use clap::Parser as _;

use crate::arguments::{Arguments, Command, LocalCommand};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let json = arguments.command.wants_json();
    match run(arguments) {
        Ok(code) => code,
        Err(failure) => failure.report(json),
    }
}

fn run(arguments: Arguments) -> Result<ExitCode, failure::Failure> {
    match arguments.command {
        Command::CredentialProcess(arguments) => commands::credential_process::run(&arguments),
        Command::Device(command) => commands::device::run(&command),
        Command::Exec(arguments) => commands::exec::run(&arguments),
        Command::Local(LocalCommand::Serve(arguments)) => commands::local_serve::run(&arguments),
        Command::Login(arguments) => commands::login::run(&arguments),
        Command::Logout(arguments) => commands::logout::run(&arguments),
        Command::Mfa(command) => commands::mfa::run(&command),
        Command::Status(arguments) => commands::status::run(&arguments),
        Command::Token(arguments) => commands::token::run(&arguments),
    }
}
