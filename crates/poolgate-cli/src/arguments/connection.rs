//! Which pool, and as whom: what nearly all commands can be told.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use poolgate::profiles::Flow;

// Which profile.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ProfileName {
    /// The profile: of Poolgate's file, else of cognitoinator's; `local` is built in. Without it
    /// and without a pool, the default profile, else the user of the COGNITO_ variables.
    #[arg(
        long = "profile",
        env = "POOLGATE_PROFILE",
        value_name = "NAME",
        id = "profile"
    )]
    pub(crate) name: Option<String>,
}

// Which user pool.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct UserPoolChoice {
    #[command(flatten)]
    pub(crate) profile: ProfileName,
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
}

// Which user pool, and who.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Connection {
    #[command(flatten)]
    pub(crate) pool: UserPoolChoice,
    /// The app client of that pool.
    #[arg(
        long,
        env = "POOLGATE_CLIENT_ID",
        value_name = "ID",
        help_heading = "Pool"
    )]
    pub(crate) client_id: Option<String>,
    /// Read the app client's secret from the first line of standard input.
    #[arg(long, help_heading = "Pool")]
    pub(crate) client_secret_stdin: bool,
    /// Where the pool's login pages are: a URL, or the name of a domain of yours. Without it, where
    /// the pool says.
    #[arg(
        long,
        env = "POOLGATE_DOMAIN",
        value_name = "DOMAIN",
        help_heading = "Pool"
    )]
    pub(crate) domain: Option<String>,
    #[command(flatten)]
    pub(crate) identity_pool: IdentityPoolChoice,
    #[command(flatten)]
    pub(crate) role: RoleChoice,
    /// Keep the session in this file, which cognitoinator reads as well, and not with the others.
    #[arg(long, value_name = "PATH")]
    pub(crate) token_cache: Option<PathBuf>,
    /// The user's name, e-mail address or phone number.
    #[arg(long, env = "POOLGATE_USERNAME", value_name = "NAME")]
    pub(crate) username: Option<String>,
}

// Which identity pool.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct IdentityPoolChoice {
    /// The identity pool, `<region>:<uuid>`: it gives AWS credentials.
    #[arg(
        long = "identity-pool-id",
        env = "POOLGATE_IDENTITY_POOL_ID",
        value_name = "ID",
        id = "identity_pool_id",
        help_heading = "Pool"
    )]
    pub(crate) id: Option<String>,
}

// Which role, and how it is taken.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct RoleChoice {
    /// The IAM role to take, where the user may have several.
    #[arg(
        long = "role-arn",
        env = "POOLGATE_ROLE_ARN",
        value_name = "ARN",
        id = "role_arn",
        help_heading = "Pool"
    )]
    pub(crate) arn: Option<String>,
    /// The end of the role's ARN instead, where it is the only one of yours that ends so.
    #[arg(
        long = "role-suffix",
        env = "POOLGATE_ROLE_SUFFIX",
        value_name = "TEXT",
        allow_hyphen_values = true,
        id = "role_suffix",
        help_heading = "Pool"
    )]
    pub(crate) suffix: Option<String>,
    /// How AWS credentials are had: from the identity pool, or from STS by the identity's token.
    #[arg(
        long = "credential-flow",
        env = "POOLGATE_CREDENTIAL_FLOW",
        value_name = "FLOW",
        value_parser = flow(),
        id = "credential_flow",
        help_heading = "Pool"
    )]
    pub(crate) flow: Option<Flow>,
    /// What the role's session is called in AWS's records; in the classic flow.
    #[arg(
        long = "role-session-name",
        env = "POOLGATE_ROLE_SESSION_NAME",
        value_name = "NAME",
        id = "role_session_name",
        help_heading = "Pool"
    )]
    pub(crate) session_name: Option<String>,
    /// How long AWS credentials live, 900 to 43200 seconds; in the classic flow.
    #[arg(
        long = "role-duration-seconds",
        env = "POOLGATE_ROLE_DURATION_SECONDS",
        value_name = "SECONDS",
        id = "role_duration_seconds",
        help_heading = "Pool"
    )]
    pub(crate) duration_seconds: Option<u64>,
}

/// Takes the words that profiles have too.
fn flow() -> impl TypedValueParser<Value = Flow> {
    PossibleValuesParser::new(["enhanced", "classic"]).try_map(|word| word.parse::<Flow>())
}
