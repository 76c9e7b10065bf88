//! `poolgate clients …`

mod settings;
mod validity;

use clap::{Args, Subcommand};
use poolgate::ClientId;

use super::pool::{Consent, Limit, Target};
pub(crate) use settings::{Flow, OAuthFlow, Rotation, Settings};
pub(crate) use validity::{Unit, Validity};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Clients {
    /// List the app clients of the pool.
    List(List),
    /// Show an app client.
    Show(Show),
    /// Create an app client.
    Create(Create),
    /// Change an app client; what is not named stays.
    Update(Update),
    /// Delete an app client.
    Delete(Destroy),
    /// The secrets of an app client, which may have two while one replaces the other.
    #[command(subcommand)]
    Secrets(Secrets),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) pool: Target,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

// An app client, and nothing more to say.
#[derive(Args, Debug)]
pub(crate) struct One {
    #[command(flatten)]
    pub(crate) pool: Target,
    /// The app client's id.
    #[arg(value_name = "CLIENT")]
    pub(crate) client: ClientId,
}

#[derive(Args, Debug)]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) one: One,
    /// Show the secret as well.
    #[arg(long)]
    pub(crate) show_secret: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate clients create web --flow user-srp --flow refresh-token
  poolgate clients create site --secret --oauth-flow code --scope openid --scope email \\
    --callback-url https://example.com/back --access-token-validity 30m")]
pub(crate) struct Create {
    #[command(flatten)]
    pub(crate) pool: Target,
    /// The name that people know it by.
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// Have a secret made up, which is then printed.
    #[arg(long)]
    pub(crate) secret: bool,
    #[command(flatten)]
    pub(crate) settings: Settings,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate clients update 4h57… --callback-url https://example.com/back --rotation 30")]
pub(crate) struct Update {
    #[command(flatten)]
    pub(crate) one: One,
    /// The name that people know it by.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) settings: Settings,
}

#[derive(Args, Debug)]
pub(crate) struct Destroy {
    #[command(flatten)]
    pub(crate) one: One,
    #[command(flatten)]
    pub(crate) consent: Consent,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Secrets {
    /// List an app client's secrets, without the secrets themselves.
    List(One),
    /// Give an app client another secret.
    Add(AddSecret),
    /// Take a secret from an app client.
    Delete(DestroySecret),
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate clients secrets add 4h57… --json | jq -r .secret")]
pub(crate) struct AddSecret {
    #[command(flatten)]
    pub(crate) one: One,
    /// Read the secret from a line of standard input; without it, the service makes one up, which
    /// is printed this once.
    #[arg(long)]
    pub(crate) secret_stdin: bool,
}

#[derive(Args, Debug)]
pub(crate) struct DestroySecret {
    #[command(flatten)]
    pub(crate) one: One,
    /// The secret's id, from the list.
    #[arg(value_name = "SECRET_ID")]
    pub(crate) secret: String,
    #[command(flatten)]
    pub(crate) consent: Consent,
}
