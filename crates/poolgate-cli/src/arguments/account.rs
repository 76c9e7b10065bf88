//! `poolgate account …`

use clap::{Args, Subcommand};

use super::code::CodeSource;
use super::pairs::pair;
use super::sign_up::Functions;
use super::{Connection, Format};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Account {
    /// Show your attributes.
    Show(Show),
    /// Set attributes; the others stay.
    Set(Set),
    /// Remove attributes.
    Unset(Unset),
    /// Show that an e-mail address or phone number is yours.
    Verify(Verify),
    /// Delete your account for good.
    Delete(Delete),
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate account show --profile dev --json | jq -r .attributes.email")]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) connection: Connection,
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate account set --profile dev name='Ana B' custom:tier=gold
  poolgate account set --profile dev email=ana@example.org    then: poolgate account verify email")]
pub(crate) struct Set {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// The attributes.
    #[arg(value_name = "NAME=VALUE", value_parser = pair, required = true)]
    pub(crate) attributes: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) functions: Functions,
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate account unset --profile dev nickname custom:tier")]
pub(crate) struct Unset {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// The names of the attributes.
    #[arg(value_name = "NAME", required = true)]
    pub(crate) names: Vec<String>,
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate account verify --profile dev email              with the code that was sent
  poolgate account verify --profile dev email --resend     have another code sent")]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// The attribute: `email` or `phone_number`.
    #[arg(value_name = "NAME")]
    pub(crate) attribute: String,
    #[command(flatten)]
    pub(crate) code: CodeSource,
    /// Have a code sent, and nothing else.
    #[arg(long, conflicts_with_all = ["code", "code_process"])]
    pub(crate) resend: bool,
    #[command(flatten)]
    pub(crate) functions: Functions,
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate account delete --profile dev")]
pub(crate) struct Delete {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// Do not ask whether it is meant.
    #[arg(long, short)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) format: Format,
}
