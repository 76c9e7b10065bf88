//! `poolgate identities …`

mod developer;
mod own;

use clap::{Args, Subcommand};

use super::identity_pool::{IdentityId, Place, Target};
use super::pool::{Consent, Limit};
pub(crate) use developer::{Developer, DeveloperToken, Lookup, Merge, UnlinkDeveloper};
pub(crate) use own::{Anybody, Caller, Credentials, Id, OpenIdToken, Unlink};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Identities {
    /// List the identities of an identity pool, for its administrators.
    List(List),
    /// Show an identity, for administrators.
    Show(Show),
    /// Delete identities for good, for administrators.
    Delete(Destroy),
    /// Vouch for a user of your own: print a token for the user's app.
    DeveloperToken(DeveloperToken),
    /// Find the identity of a user of your own, or the users of an identity.
    Lookup(Lookup),
    /// Make two users of your own one.
    Merge(Merge),
    /// Take a user of your own from an identity.
    UnlinkDeveloper(UnlinkDeveloper),
    /// Print the id of your identity.
    Id(Id),
    /// Print an OpenID token of your identity, good for 10 minutes: what STS takes.
    OpenIdToken(OpenIdToken),
    /// Print new AWS credentials of your identity, the way `credential_process` wants them.
    Credentials(Credentials),
    /// Take logins from your identity.
    Unlink(Unlink),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) pool: Target,
    /// Leave out those that were merged into others.
    #[arg(long)]
    pub(crate) hide_merged: bool,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

#[derive(Args, Debug)]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The identity, `<region>:<uuid>`.
    #[arg(value_name = "IDENTITY")]
    pub(crate) identity: IdentityId,
}

#[derive(Args, Debug)]
pub(crate) struct Destroy {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The identities, all of one Region.
    #[arg(value_name = "IDENTITY", required = true)]
    pub(crate) identities: Vec<IdentityId>,
    #[command(flatten)]
    pub(crate) consent: Consent,
}
