//! `poolgate profile …`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Format;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum ProfileCommand {
    /// List the profiles: of Poolgate's file, of cognitoinator's, and built in.
    List(List),
    /// Show what a profile says, with what it inherits.
    Show(Show),
    /// Write cognitoinator's profiles into Poolgate's file.
    Import(Import),
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate profile list --json | jq -r '.[].name'")]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate profile show dev")]
pub(crate) struct Show {
    /// The profile; without it, the one that counts where none is named.
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Passwords are not written. Type them at `poolgate login`, or give them by --password-stdin,
--password-process or POOLGATE_PASSWORD.

Examples:
  poolgate profile import --dry-run            all of ~/.aws/cognito_credentials, shown only
  poolgate profile import --from ./credentials --name dev
  poolgate profile import --from-environment job")]
pub(crate) struct Import {
    /// cognitoinator's file; without it the one that `COGNITO_CREDENTIALS_FILE` names, else
    /// `~/.aws/cognito_credentials`.
    #[arg(long, value_name = "PATH")]
    pub(crate) from: Option<PathBuf>,
    /// Only this profile; may be repeated.
    #[arg(long = "name", value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// Import the user of the COGNITO_ variables instead, as a profile of this name.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["from", "names"])]
    pub(crate) from_environment: Option<String>,
    /// Replace profiles that Poolgate's file has already.
    #[arg(long)]
    pub(crate) replace: bool,
    /// Print what the file would be, and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}
