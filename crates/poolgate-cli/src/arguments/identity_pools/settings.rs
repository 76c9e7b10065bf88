//! What can be said of an identity pool.

use std::str::FromStr;

use clap::Args;
use poolgate::ClientId;

use crate::arguments::pairs::pair;

// Everything but the name. A list replaces the one that is there; an empty text stands for none.
#[derive(Args, Debug)]
pub(crate) struct Settings {
    /// Whether there are identities for users who have not signed in.
    #[arg(long, value_name = "true|false")]
    pub(crate) allow_unauthenticated: Option<bool>,
    /// Whether identities may ask STS for credentials, in the classic flow.
    #[arg(long, value_name = "true|false")]
    pub(crate) allow_classic_flow: Option<bool>,
    /// A user pool's app client, by its tokens' issuer without the scheme; may be repeated.
    #[arg(
        long = "user-pool",
        value_name = "ISSUER:CLIENT",
        value_parser = user_pool,
        help_heading = "Providers"
    )]
    pub(crate) user_pools: Vec<Option<UserPool>>,
    /// Whether users of the user pools have to be signed in there still: tokens that were revoked
    /// are refused.
    #[arg(long, value_name = "true|false", help_heading = "Providers")]
    pub(crate) server_side_token_check: Option<bool>,
    /// A social provider and the app's id there, such as accounts.google.com=…; may be repeated.
    #[arg(
        long = "login-provider",
        value_name = "NAME=APP",
        value_parser = pair,
        help_heading = "Providers"
    )]
    pub(crate) login_providers: Vec<(String, String)>,
    /// An OpenID Connect provider of IAM; may be repeated.
    #[arg(
        long = "open-id-connect-provider",
        value_name = "ARN",
        help_heading = "Providers"
    )]
    pub(crate) open_id_connect_providers: Vec<String>,
    /// A SAML provider of IAM; may be repeated.
    #[arg(long = "saml-provider", value_name = "ARN", help_heading = "Providers")]
    pub(crate) saml_providers: Vec<String>,
    /// The name of your own users' provider; once set, it stays.
    #[arg(long, value_name = "NAME", help_heading = "Providers")]
    pub(crate) developer_provider: Option<String>,
}

/// A user pool's app client, as an identity pool knows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct UserPool {
    /// The issuer of its tokens, without the scheme.
    pub(crate) provider: String,
    pub(crate) client_id: ClientId,
}

/// An empty text is none.
fn user_pool(text: &str) -> Result<Option<UserPool>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some)
}

impl FromStr for UserPool {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // An issuer may have a port, and a client's id has no colon.
        let (provider, client_id) = text.rsplit_once(':').unwrap_or_default();
        let client_id = client_id.parse::<ClientId>();
        match client_id {
            Ok(client_id) if provider.contains('/') && !provider.contains("://") => Ok(Self {
                provider: provider.to_owned(),
                client_id,
            }),
            _ => Err(
                "expected the issuer without its scheme, `:` and an app client, such as \
                 cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123:4h57…"
                    .to_owned(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_user_pool_is_named_by_its_issuer_and_an_app_client() {
        let pool = user_pool("127.0.0.1:9229/us-east-1_a:4h57")
            .unwrap()
            .unwrap();
        assert_eq!(pool.provider, "127.0.0.1:9229/us-east-1_a");
        assert_eq!(pool.client_id.as_str(), "4h57");
        assert_eq!(user_pool(""), Ok(None));
        for text in [
            ":",
            "a/b",
            "a/b:",
            "us-east-1_a:4h57",
            "https://a/b:4h57",
            ":4h57",
        ] {
            assert!(user_pool(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,8}/?.{0,4}:?[a-z0-9]{0,4}") {
            if let Ok(Some(pool)) = user_pool(&text) {
                prop_assert_eq!(format!("{}:{}", pool.provider, pool.client_id), text);
            }
        }
    }
}
