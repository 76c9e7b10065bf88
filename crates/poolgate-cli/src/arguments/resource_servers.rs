//! `poolgate resource-servers …`

use clap::{Args, Subcommand};

use super::pairs::pair;
use super::pool::{Consent, Limit, Target};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum ResourceServers {
    /// List the resource servers of the pool.
    List(List),
    /// Show a resource server.
    Show(One),
    /// Create a resource server.
    Create(Create),
    /// Change a resource server; what is not named stays.
    Update(Update),
    /// Delete a resource server.
    Delete(Destroy),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) pool: Target,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

// A resource server, and nothing more to say.
#[derive(Args, Debug)]
pub(crate) struct One {
    #[command(flatten)]
    pub(crate) pool: Target,
    /// What its scopes begin with, such as `https://api.example.com`.
    #[arg(value_name = "IDENTIFIER")]
    pub(crate) identifier: String,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate resource-servers create https://api.example.com --name API --scope read='Read all'")]
pub(crate) struct Create {
    #[command(flatten)]
    pub(crate) one: One,
    /// The name that people know it by.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,
    /// A scope, and what it allows; may be repeated.
    #[arg(long = "scope", value_name = "SCOPE=TEXT", value_parser = pair)]
    pub(crate) scopes: Vec<(String, String)>,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate resource-servers update https://api.example.com --scope write='Write all'")]
pub(crate) struct Update {
    #[command(flatten)]
    pub(crate) one: One,
    /// The name that people know it by.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// A scope to add or to describe anew; may be repeated.
    #[arg(long = "scope", value_name = "SCOPE=TEXT", value_parser = pair)]
    pub(crate) scopes: Vec<(String, String)>,
    /// A scope to take away; may be repeated.
    #[arg(long, value_name = "SCOPE")]
    pub(crate) remove_scope: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Destroy {
    #[command(flatten)]
    pub(crate) one: One,
    #[command(flatten)]
    pub(crate) consent: Consent,
}
