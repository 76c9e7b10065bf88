//! `poolgate identity-pools …`

mod roles;
mod settings;
mod tags;

use clap::{Args, Subcommand};

use super::identity_pool::{Account, Target};
use super::pairs::pair;
use super::pool::{Consent, Limit};
pub(crate) use roles::{Resolution, SetRoles};
pub(crate) use settings::{Settings, UserPool};
pub(crate) use tags::{PrincipalTags, SetPrincipalTags, Tag, Tagged, Untag};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum IdentityPools {
    /// List the identity pools of the account in one Region.
    List(List),
    /// Show an identity pool, with its tags.
    Show(Target),
    /// Create an identity pool.
    Create(Create),
    /// Change an identity pool; what is not named stays.
    Update(Update),
    /// Delete an identity pool and all its identities.
    Delete(Destroy),
    /// Show which roles an identity pool gives to whom.
    Roles(Target),
    /// Change which roles an identity pool gives to whom; what is not named stays.
    SetRoles(SetRoles),
    /// Show which claims of a provider's users become tags of their AWS sessions.
    PrincipalTags(PrincipalTags),
    /// Set which claims of a provider's users become tags of their AWS sessions.
    SetPrincipalTags(SetPrincipalTags),
    /// List the tags of an identity pool, by its ARN.
    Tags(Tagged),
    /// Give an identity pool tags; others stay.
    Tag(Tag),
    /// Take tags from an identity pool.
    Untag(Untag),
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate identity-pools list --region eu-west-1")]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) account: Account,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate identity-pools create photos --region eu-west-1 --allow-unauthenticated true
  poolgate identity-pools create photos --profile dev \\
    --user-pool cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123:4h57…")]
pub(crate) struct Create {
    #[command(flatten)]
    pub(crate) account: Account,
    /// What people call it.
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// A tag of the identity pool; may be repeated.
    #[arg(long = "tag", value_name = "KEY=VALUE", value_parser = pair)]
    pub(crate) tags: Vec<(String, String)>,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate identity-pools update --profile dev --allow-unauthenticated false")]
pub(crate) struct Update {
    #[command(flatten)]
    pub(crate) pool: Target,
    /// What people call it.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// No longer take users of this social provider; may be repeated.
    #[arg(long, value_name = "NAME", help_heading = "Providers")]
    pub(crate) remove_login_provider: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Destroy {
    #[command(flatten)]
    pub(crate) pool: Target,
    #[command(flatten)]
    pub(crate) consent: Consent,
}
