//! What all commands about identity pools have in common.

use clap::Args;

use super::Format;

// Where identity pools answer, and how the outcome is printed.
#[derive(Args, Debug)]
pub(crate) struct Place {
    /// The profile of the configuration file; `local` is built in.
    #[arg(long, env = "POOLGATE_PROFILE", value_name = "NAME")]
    pub(crate) profile: Option<String>,
    #[command(flatten)]
    pub(crate) format: Format,
}

// All identity pools of an account in one Region.
#[derive(Args, Debug)]
pub(crate) struct Account {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The Region; without it, the profile's or that of the AWS tools.
    #[arg(
        long,
        env = "POOLGATE_REGION",
        value_name = "REGION",
        help_heading = "Pool"
    )]
    pub(crate) region: Option<String>,
}

// Which identity pool.
#[derive(Args, Debug)]
pub(crate) struct Target {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The identity pool, `<region>:<uuid>`.
    #[arg(
        long,
        env = "POOLGATE_IDENTITY_POOL_ID",
        value_name = "ID",
        help_heading = "Pool"
    )]
    pub(crate) identity_pool_id: Option<String>,
}
