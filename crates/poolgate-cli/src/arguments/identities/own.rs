//! What the user of an identity does with it.

use clap::Args;

use crate::arguments::identity_pool::IdentityId;
use crate::arguments::pool::Consent;
use crate::arguments::{Connection, Format};

// Whose identity it is: that of the user who is signed in, unless something else is said.
#[derive(Args, Debug)]
pub(crate) struct Caller {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// Log in at this provider instead, with the token on a line of standard input.
    #[arg(long, value_name = "PROVIDER", help_heading = "Login")]
    pub(crate) login_stdin: Option<String>,
    /// The identity, if it is known; without it, the identity pool is asked.
    #[arg(long, value_name = "IDENTITY", help_heading = "Login")]
    pub(crate) identity_id: Option<IdentityId>,
}

// The same, or nobody.
#[derive(Args, Debug)]
pub(crate) struct Anybody {
    #[command(flatten)]
    pub(crate) caller: Caller,
    /// Log in nowhere: without --identity-id, a new identity comes about each time.
    #[arg(long, conflicts_with = "login_stdin", help_heading = "Login")]
    pub(crate) unauthenticated: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate identities id --profile dev
  poolgate identities id --unauthenticated --identity-pool-id eu-west-1:…")]
pub(crate) struct Id {
    #[command(flatten)]
    pub(crate) anybody: Anybody,
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct OpenIdToken {
    #[command(flatten)]
    pub(crate) anybody: Anybody,
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(after_help = "\
They come from the service each time; `poolgate credential-process` keeps those it has.

Examples:
  poolgate identities credentials --profile dev --role-arn arn:aws:iam::123456789012:role/reader
  printf '%s\\n' \"$TOKEN\" | poolgate identities credentials --identity-pool-id eu-west-1:… \\
    --login-stdin accounts.google.com
  printf '%s\\n' \"$TOKEN\" | poolgate identities credentials --identity-pool-id eu-west-1:… \\
    --login-stdin cognito-identity.amazonaws.com --identity-id eu-west-1:…    a developer's token")]
pub(crate) struct Credentials {
    #[command(flatten)]
    pub(crate) anybody: Anybody,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Without its last login an identity is lost: the same user gets another one.

Example:
  poolgate identities unlink --profile dev graph.facebook.com")]
pub(crate) struct Unlink {
    #[command(flatten)]
    pub(crate) caller: Caller,
    /// The providers of the logins.
    #[arg(value_name = "PROVIDER", required = true)]
    pub(crate) providers: Vec<String>,
    #[command(flatten)]
    pub(crate) consent: Consent,
    #[command(flatten)]
    pub(crate) format: Format,
}
