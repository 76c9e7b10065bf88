//! `poolgate groups …`

use clap::{Args, Subcommand};
use poolgate::Username;

use super::pool::{Consent, Limit, Target, username};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Groups {
    /// List the groups of the pool.
    List(List),
    /// Show a group.
    Show(One),
    /// Create a group.
    Create(Describe),
    /// Change a group; what is not named stays.
    Update(Describe),
    /// Delete a group; its users stay.
    Delete(Destroy),
    /// Take users into a group.
    Add(Members),
    /// Take users out of a group.
    Remove(Members),
    /// List the users of a group.
    Members(MembersOf),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) pool: Target,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

// A group, and nothing more to say.
#[derive(Args, Debug)]
pub(crate) struct One {
    #[command(flatten)]
    pub(crate) pool: Target,
    /// The group's name.
    #[arg(value_name = "GROUP")]
    pub(crate) group: String,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate groups create editors --description 'May publish' --precedence 10")]
pub(crate) struct Describe {
    #[command(flatten)]
    pub(crate) one: One,
    /// What the group is for.
    #[arg(long, value_name = "TEXT")]
    pub(crate) description: Option<String>,
    /// Which of several groups decides about a user's role: the one with the lowest number.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) precedence: Option<i32>,
    /// The IAM role that the group's users may have.
    #[arg(long, value_name = "ARN")]
    pub(crate) role_arn: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Destroy {
    #[command(flatten)]
    pub(crate) one: One,
    #[command(flatten)]
    pub(crate) consent: Consent,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate groups add editors ana bea")]
pub(crate) struct Members {
    #[command(flatten)]
    pub(crate) one: One,
    /// The users' names.
    #[arg(value_name = "USER", value_parser = username, required = true)]
    pub(crate) users: Vec<Username>,
}

#[derive(Args, Debug)]
pub(crate) struct MembersOf {
    #[command(flatten)]
    pub(crate) one: One,
    #[command(flatten)]
    pub(crate) limit: Limit,
}
