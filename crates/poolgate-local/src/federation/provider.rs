//! The names of login providers (protocol.md 8.2).

use std::borrow::Cow;

use crate::core::Settings;
use crate::model::IdentityPoolSettings;
use crate::tokens;

/// The user pool behind a provider's name, or `None` for any other provider.
///
/// Two names are good for a user pool of this server: the service's own,
/// `cognito-idp.<region>.amazonaws.com/<pool id>`, and the issuer of the pool's tokens without its
/// scheme, from which a client may compute the name just as well.
pub(super) fn user_pool_id<'a>(settings: &Settings, name: &'a str) -> Option<&'a str> {
    let (_, pool_id) = name.rsplit_once('/')?;
    let issuer = tokens::issuer(settings, pool_id);
    let is_known = name == of_user_pool(pool_id) || name == without_scheme(&issuer);
    is_known.then_some(pool_id)
}

/// The service's own name for a provider: there are two only for user pools.
pub(crate) fn canonical<'a>(settings: &Settings, name: &'a str) -> Cow<'a, str> {
    match user_pool_id(settings, name) {
        Some(pool_id) => Cow::Owned(of_user_pool(pool_id)),
        None => Cow::Borrowed(name),
    }
}

/// Whether a pool lets people in by this provider, given by its canonical name.
pub(crate) fn is_of(settings: &Settings, pool: &IdentityPoolSettings, name: &str) -> bool {
    let mut user_pools = pool.cognito_identity_providers.iter().flatten();
    let mut arns = pool.openid_connect_provider_arns.iter().flatten();
    user_pools.any(|known| canonical(settings, &known.provider_name) == name)
        || pool
            .supported_login_providers
            .iter()
            .any(|known| known.contains_key(name))
        || arns.any(|arn| of_openid_connect_arn(arn) == Some(name))
        || pool
            .saml_provider_arns
            .iter()
            .flatten()
            .any(|arn| arn == name)
        || pool.developer_provider_name.as_deref() == Some(name)
}

/// The name of an OpenID Connect provider that IAM knows: its URL without the scheme.
pub(super) fn of_openid_connect_arn(arn: &str) -> Option<&str> {
    let (_, name) = arn.split_once(":oidc-provider/")?;
    Some(name)
}

/// The service's name for a user pool as a provider.
pub(super) fn of_user_pool(pool_id: &str) -> String {
    let (region, _) = pool_id.split_once('_').unwrap_or_default();
    format!("cognito-idp.{region}.amazonaws.com/{pool_id}")
}

/// Whether an issuer is one that tokens of this pool have: the configured one, or Cognito's, which
/// they have after a restart with another setting.
pub(super) fn issues(settings: &Settings, pool_id: &str, issuer: &str) -> bool {
    issuer == tokens::issuer(settings, pool_id)
        || issuer.strip_prefix("https://") == Some(of_user_pool(pool_id).as_str())
}

fn without_scheme(issuer: &str) -> &str {
    issuer.split_once("://").map_or(issuer, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POOL: &str = "eu-west-1_aB3";

    #[test]
    fn both_names_of_a_user_pool_lead_to_it() {
        let settings = Settings::new("http://127.0.0.1:9229");
        for name in [
            "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aB3",
            "127.0.0.1:9229/eu-west-1_aB3",
        ] {
            assert_eq!(user_pool_id(&settings, name), Some(POOL), "{name}");
        }
    }

    #[test]
    fn other_names_lead_nowhere() {
        let settings = Settings::new("http://127.0.0.1:9229");
        for name in [
            "",
            "/",
            POOL,
            "accounts.google.com",
            "127.0.0.1:9230/eu-west-1_aB3",
            "http://127.0.0.1:9229/eu-west-1_aB3",
            "cognito-idp.us-east-1.amazonaws.com/eu-west-1_aB3",
            "example.com/cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aB3",
        ] {
            assert_eq!(user_pool_id(&settings, name), None, "{name}");
        }
    }
}
