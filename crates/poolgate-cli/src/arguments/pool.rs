//! What all commands of administrators have in common.

use clap::Args;
use poolgate::Username;

use super::Format;

// Which user pool, and how the outcome is printed.
#[derive(Args, Debug)]
pub(crate) struct Target {
    /// The profile of the configuration file; `local` is built in.
    #[arg(long, env = "POOLGATE_PROFILE", value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The user pool, such as eu-west-1_AbCdEf123.
    #[arg(
        long,
        env = "POOLGATE_POOL_ID",
        value_name = "ID",
        help_heading = "Pool"
    )]
    pub(crate) pool_id: Option<String>,
    /// The Region; without it, the one that the pool's id begins with.
    #[arg(
        long,
        env = "POOLGATE_REGION",
        value_name = "REGION",
        help_heading = "Pool"
    )]
    pub(crate) region: Option<String>,
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
