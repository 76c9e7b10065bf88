//! What all commands of administrators have in common.

use clap::Args;
use poolgate::Username;

use super::{Format, UserPoolChoice};

// Which user pool, and how the outcome is printed.
#[derive(Args, Debug)]
pub(crate) struct Target {
    #[command(flatten)]
    pub(crate) pool: UserPoolChoice,
    #[command(flatten)]
    pub(crate) format: Format,
}

// How much of a list is wanted.
#[derive(Args, Debug)]
pub(crate) struct Limit {
    /// At most so many; without it, all.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) limit: Option<usize>,
}

// For what cannot be undone.
#[derive(Args, Debug)]
pub(crate) struct Consent {
    /// Do not ask whether it is meant.
    #[arg(long, short)]
    pub(crate) yes: bool,
}

/// A user's name, as typed.
pub(super) fn username(text: &str) -> Result<Username, String> {
    Username::new(text).map_err(|error| error.to_string())
}
