//! Users of your own, whom no provider knows.

use clap::Args;

use crate::arguments::clients::Validity;
use crate::arguments::identity_pool::{IdentityId, Target};
use crate::arguments::pairs::pair;
use crate::arguments::pool::Limit;

// The provider that users of your own belong to.
#[derive(Args, Debug)]
pub(crate) struct Developer {
    #[command(flatten)]
    pub(crate) pool: Target,
    /// The developer provider's name; without it, the identity pool is asked.
    #[arg(long, value_name = "NAME", help_heading = "Pool")]
    pub(crate) provider: Option<String>,
}

#[derive(Args, Debug)]
#[command(after_help = "\
The app takes the token for its login at cognito-identity.amazonaws.com, with the identity's id.

Examples:
  poolgate identities developer-token --profile dev --user ben --duration 1h
  poolgate identities developer-token --profile dev --user ben --json | jq -r .identity_id")]
pub(crate) struct DeveloperToken {
    #[command(flatten)]
    pub(crate) developer: Developer,
    /// What you know the user by.
    #[arg(long, value_name = "USER")]
    pub(crate) user: String,
    /// The identity that the user is to have; without it, the user's own or a new one.
    #[arg(long, value_name = "IDENTITY")]
    pub(crate) identity_id: Option<IdentityId>,
    /// How long the token is good, such as 1h: up to 24h, and 15m without it.
    #[arg(long, value_name = "TIME")]
    pub(crate) duration: Option<Validity>,
    /// A tag of the user's AWS sessions; may be repeated.
    #[arg(long = "principal-tag", value_name = "TAG=VALUE", value_parser = pair)]
    pub(crate) principal_tags: Vec<(String, String)>,
    /// Link the user with a login at this provider, whose token is read from a line of standard
    /// input.
    #[arg(long, value_name = "PROVIDER")]
    pub(crate) login_stdin: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Lookup {
    #[command(flatten)]
    pub(crate) pool: Target,
    #[command(flatten)]
    pub(crate) by: LookupBy,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

// What is known.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(crate) struct LookupBy {
    /// Find the identity of this user.
    #[arg(long, value_name = "USER")]
    pub(crate) user: Option<String>,
    /// Find the users of this identity.
    #[arg(value_name = "IDENTITY")]
    pub(crate) identity: Option<IdentityId>,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate identities merge --profile dev --from ben --to ben@example.com")]
pub(crate) struct Merge {
    #[command(flatten)]
    pub(crate) developer: Developer,
    /// The user whose identity goes away.
    #[arg(long, value_name = "USER")]
    pub(crate) from: String,
    /// The user whose identity both have from then on.
    #[arg(long, value_name = "USER")]
    pub(crate) to: String,
}

#[derive(Args, Debug)]
pub(crate) struct UnlinkDeveloper {
    #[command(flatten)]
    pub(crate) developer: Developer,
    /// What you know the user by.
    #[arg(long, value_name = "USER")]
    pub(crate) user: String,
    /// The user's identity; without it, it is looked up.
    #[arg(long, value_name = "IDENTITY")]
    pub(crate) identity_id: Option<IdentityId>,
}
