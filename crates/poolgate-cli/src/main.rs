//! `poolgate`: Amazon Cognito on the command line.
//!
//! This crate knows arguments, the terminal and files of configuration. What a sign-in is, when a
//! token is fresh and who may have which credentials is the business of the library `poolgate`.

// Each has one place: `output`, and `notice` or the report of a failure.
#![deny(clippy::print_stderr, clippy::print_stdout)]

mod administrator;
mod arguments;
mod attributes;
mod authenticator_app;
mod bounded;
mod browser;
mod clock;
mod codes;
mod commands;
mod delivery;
mod diagnostics;
mod failure;
mod identity_administrator;
mod identity_service;
mod listing;
mod machine;
mod method;
mod mfa_type;
mod notice;
mod output;
mod passwords;
mod paths;
mod plain_text;
mod pool;
mod process;
mod profile;
mod prompt;
mod qr_code;
mod reachable;
mod redirect_uris;
mod session;
mod signed_in;
mod someone;
mod table;
mod unattended;
mod user;

use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _};

use crate::arguments::{Arguments, Command, LocalCommand};

fn main() -> ExitCode {
    if let Some(url) = browser::url_to_open() {
        return browser::open_here(&url);
    }
    let matches = Arguments::command().get_matches();
    let json = wants_json(&matches);
    match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => run(arguments).unwrap_or_else(|failure| failure.report(json)),
        // Clap has checked everything that the types ask for: this ends with its own message.
        Err(error) => error.exit(),
    }
}

/// Whether errors, too, should be JSON: `--json` of the innermost command.
fn wants_json(matches: &ArgMatches) -> bool {
    match matches.subcommand() {
        Some((_, matches)) => wants_json(matches),
        None => matches!(matches.try_get_one("json"), Ok(Some(true))),
    }
}

fn run(arguments: Arguments) -> Result<ExitCode, failure::Failure> {
    match arguments.command {
        Command::Account(command) => commands::account::run(&command),
        Command::Clients(command) => commands::clients::run(&command),
        Command::Completions(arguments) => commands::completions::run(&arguments),
        Command::Confirm(arguments) => commands::confirm::run(&arguments),
        Command::CredentialProcess(arguments) => commands::credential_process::run(&arguments),
        Command::Device(command) => commands::device::run(&command),
        Command::Domains(command) => commands::domains::run(&command),
        Command::Exec(arguments) => commands::exec::run(&arguments),
        Command::Groups(command) => commands::groups::run(&command),
        Command::Identities(command) => commands::identities::run(&command),
        Command::IdentityPools(command) => commands::identity_pools::run(&command),
        Command::Local(LocalCommand::Inbox(arguments)) => commands::local_inbox::run(&arguments),
        Command::Local(LocalCommand::Serve(arguments)) => commands::local_serve::run(&arguments),
        Command::Login(arguments) => commands::login::run(&arguments),
        Command::Logout(arguments) => commands::logout::run(&arguments),
        Command::Man(arguments) => commands::man::run(&arguments),
        Command::Mfa(command) => commands::mfa::run(&command),
        Command::Password(command) => commands::password::run(&command),
        Command::Pools(command) => commands::pools::run(&command),
        Command::Profile(command) => commands::profile::run(&command),
        Command::Providers(command) => commands::providers::run(&command),
        Command::ResourceServers(command) => commands::resource_servers::run(&command),
        Command::SignUp(arguments) => commands::sign_up::run(&arguments),
        Command::Status(arguments) => commands::status::run(&arguments),
        Command::Token(arguments) => commands::token::run(&arguments),
        Command::Users(command) => commands::users::run(&command),
    }
}
