//! `poolgate password …`

use clap::{Args, Subcommand};

use super::code::CodeSource;
use super::passwords::{NewPasswordSource, PasswordSource};
use super::sign_up::Functions;
use super::{Connection, Format};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Password {
    /// Change the password of who is signed in.
    Change(Change),
    /// Have a code sent, since the password is forgotten.
    Forgot(Forgot),
    /// Set a new password with the code that was sent.
    Reset(Reset),
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate password change --profile dev
  printf '%s\\n' \"$OLD\" \"$NEW\" | poolgate password change --password-stdin --new-password-stdin")]
pub(crate) struct Change {
    #[command(flatten)]
    pub(crate) connection: Connection,
    #[command(flatten)]
    pub(crate) present: PasswordSource,
    /// There is no password yet: the account was made without one.
    #[arg(long, conflicts_with_all = ["password_stdin", "password_process"])]
    pub(crate) first: bool,
    #[command(flatten)]
    pub(crate) proposed: NewPasswordSource,
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate password forgot --profile dev --username ana")]
pub(crate) struct Forgot {
    #[command(flatten)]
    pub(crate) connection: Connection,
    #[command(flatten)]
    pub(crate) functions: Functions,
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate password reset --profile dev --username ana
  poolgate password reset --profile dev --username ana --code 123456 --new-password-stdin")]
pub(crate) struct Reset {
    #[command(flatten)]
    pub(crate) connection: Connection,
    #[command(flatten)]
    pub(crate) code: CodeSource,
    #[command(flatten)]
    pub(crate) proposed: NewPasswordSource,
    #[command(flatten)]
    pub(crate) functions: Functions,
    #[command(flatten)]
    pub(crate) format: Format,
}
