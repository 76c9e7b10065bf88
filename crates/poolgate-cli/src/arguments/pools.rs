//! `poolgate pools …`

use clap::{Args, Subcommand};

use super::pool::{Limit, Target};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Pools {
    /// List the user pools of the account in one Region.
    List(List),
    /// Show a user pool.
    Show(Show),
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate pools list --region eu-west-1")]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) pool: Target,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

#[derive(Args, Debug)]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) pool: Target,
}
