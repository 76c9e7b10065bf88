//! `poolgate signup` and `poolgate confirm`.

use clap::Args;

use super::code::CodeSource;
use super::pairs::pair;
use super::passwords::PasswordSource;
use super::{Connection, Format};

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate signup --profile dev --username ana --attribute email=ana@example.com
  poolgate signup --profile dev --username ana --attribute custom:tier=gold --password-stdin
  poolgate signup --profile local --username ana --attribute email=ana@example.com --no-password")]
pub(crate) struct SignUp {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// What the pool is to keep of you, such as email=ana@example.com; may be repeated.
    #[arg(long = "attribute", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) attributes: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) password: PasswordSource,
    /// Sign up without a password, to sign in by codes or passkeys; the pool must allow them.
    #[arg(long, conflicts_with_all = ["password_stdin", "password_process"])]
    pub(crate) no_password: bool,
    /// A value for the function that decides about sign-ups, and not kept; may be repeated.
    #[arg(
        long,
        value_name = "NAME=VALUE",
        value_parser = pair,
        help_heading = "Functions"
    )]
    pub(crate) validation_data: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) functions: Functions,
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate confirm --profile dev --username ana
  poolgate confirm --profile dev --username ana --code 123456
  poolgate confirm --profile dev --username ana --resend")]
pub(crate) struct Confirm {
    #[command(flatten)]
    pub(crate) connection: Connection,
    #[command(flatten)]
    pub(crate) code: CodeSource,
    /// Have the code sent once more, and nothing else.
    #[arg(long, conflicts_with_all = ["code", "code_process", "take_alias"])]
    pub(crate) resend: bool,
    /// Take the address away from another user who signs in with it, instead of being refused.
    #[arg(long)]
    pub(crate) take_alias: bool,
    #[command(flatten)]
    pub(crate) functions: Functions,
    #[command(flatten)]
    pub(crate) format: Format,
}

// What goes to the pool's functions.
#[derive(Args, Debug)]
pub(crate) struct Functions {
    /// A value for the pool's functions; may be repeated.
    #[arg(
        long,
        value_name = "NAME=VALUE",
        value_parser = pair,
        help_heading = "Functions"
    )]
    pub(crate) client_metadata: Vec<(String, String)>,
}
