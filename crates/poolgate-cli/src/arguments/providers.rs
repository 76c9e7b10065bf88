//! `poolgate providers …`

use clap::{Args, Subcommand};
use poolgate::IdentityProviderType;

use super::pairs::pair;
use super::pool::{Consent, Limit, Target};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Providers {
    /// List the identity providers of the pool.
    List(List),
    /// Show an identity provider.
    Show(Show),
    /// Have the pool take users of an identity provider.
    Create(Create),
    /// Change an identity provider; what is not named stays.
    Update(Update),
    /// Have the pool take an identity provider's users no longer.
    Delete(Destroy),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) pool: Target,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

// An identity provider, and nothing more to say.
#[derive(Args, Debug)]
pub(crate) struct One {
    #[command(flatten)]
    pub(crate) pool: Target,
    /// The provider's name in the pool.
    #[arg(value_name = "PROVIDER")]
    pub(crate) provider: String,
}

#[derive(Args, Debug)]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) one: One,
    /// Show secrets as well.
    #[arg(long)]
    pub(crate) show_secrets: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  printf '%s\\n' \"$SECRET\" | poolgate providers create corp --type OIDC \\
    --detail oidc_issuer=https://login.example.com --detail client_id=poolgate \\
    --detail attributes_request_method=GET --detail authorize_scopes='openid email' \\
    --detail-stdin client_secret --map email=email")]
pub(crate) struct Create {
    #[command(flatten)]
    pub(crate) one: One,
    /// OIDC, SAML, Google, Facebook, `LoginWithAmazon` or `SignInWithApple`.
    #[arg(long = "type", value_name = "TYPE", value_parser = provider_type)]
    pub(crate) provider_type: IdentityProviderType,
    #[command(flatten)]
    pub(crate) settings: Settings,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate providers update corp --map name=display_name --unmap email")]
pub(crate) struct Update {
    #[command(flatten)]
    pub(crate) one: One,
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// No longer fill this attribute; may be repeated.
    #[arg(long, value_name = "NAME")]
    pub(crate) unmap: Vec<String>,
}

// What can be said of a provider.
#[derive(Args, Debug)]
pub(crate) struct Settings {
    /// What its type asks for, such as `client_id=…`; may be repeated.
    #[arg(long = "detail", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) details: Vec<(String, String)>,
    /// Read such a value from standard input, to its end, as secrets must be.
    #[arg(long, value_name = "NAME")]
    pub(crate) detail_stdin: Option<String>,
    /// Fill an attribute of users from a claim of the provider; may be repeated.
    #[arg(long = "map", value_name = "NAME=CLAIM", value_parser = pair)]
    pub(crate) mapping: Vec<(String, String)>,
    /// Another name that the provider is chosen by, such as a domain; may be repeated. They replace
    /// those that are there.
    #[arg(long = "identifier", value_name = "NAME")]
    pub(crate) identifiers: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Destroy {
    #[command(flatten)]
    pub(crate) one: One,
    #[command(flatten)]
    pub(crate) consent: Consent,
}

fn provider_type(text: &str) -> Result<IdentityProviderType, String> {
    match text.into() {
        IdentityProviderType::Other(_) => Err("it is none of the types".to_owned()),
        known => Ok(known),
    }
}
