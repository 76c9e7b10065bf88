//! The names of login providers (protocol.md 8.2).

use crate::core::Settings;
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
