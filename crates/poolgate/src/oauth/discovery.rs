use poolgate_token::Issuer;
use serde::Deserialize;

use super::Domain;
use super::domain::{AUTHORIZATION, LOGOUT, REVOCATION, TOKEN, USER_INFO};
use super::endpoint::{Endpoint, Method};
use crate::http::Repeat;
use crate::{Error, UserPool};

const OPERATION: &str = "openid-configuration";

impl UserPool {
    /// Finds the pool's domain out, unless it is known already: its issuer publishes it
    /// (OpenID Connect Discovery 4, protocol.md 6.6). From then on the pool knows it.
    ///
    /// # Errors
    /// [`Error::NoDomain`] if the pool has none; [`Error::InvalidResponse`] if the document is of
    /// another issuer, or names endpoints that are not of one domain.
    pub async fn discover_domain(&self) -> Result<Domain, Error> {
        if let Some(domain) = self.domain() {
            return Ok(domain);
        }
        let issuers = self.verifier().issuers();
        // The documents of an issuer are side by side, wherever an emulator has them.
        let jwks_uri = issuers.first().map(Issuer::jwks_uri);
        let directory = jwks_uri.and_then(|uri| uri.strip_suffix("jwks.json"));
        let endpoint = Endpoint {
            operation: OPERATION,
            url: format!("{}openid-configuration", directory.ok_or(Error::NoDomain)?),
            repeat: Repeat::Freely,
        };
        let answer = endpoint.call(self, Method::Get).await?;
        let document: Document = answer.json(OPERATION)?;
        if !issuers.iter().any(|issuer| issuer.url() == document.issuer) {
            return Err(invalid(format!(
                "it is of another issuer, {:?}",
                document.issuer
            )));
        }
        Ok(self.remember_domain(document.domain()?))
    }
}

/// What is of use here of the document.
#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    userinfo_endpoint: Option<String>,
    revocation_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
}

impl Document {
    /// The one domain of all endpoints. That they are of one keeps a code from being shown to
    /// whom it was not made for.
    fn domain(&self) -> Result<Domain, Error> {
        let (Some(authorization), Some(token)) =
            (&self.authorization_endpoint, &self.token_endpoint)
        else {
            return Err(Error::NoDomain);
        };
        let elsewhere = |url: &String| invalid(format!("it has an endpoint elsewhere, {url:?}"));
        let base = authorization.strip_suffix(AUTHORIZATION);
        let domain: Domain = base.ok_or_else(|| elsewhere(authorization))?.parse()?;
        let named = [
            (Some(token), TOKEN),
            (self.userinfo_endpoint.as_ref(), USER_INFO),
            (self.revocation_endpoint.as_ref(), REVOCATION),
            (self.end_session_endpoint.as_ref(), LOGOUT),
        ];
        for (url, path) in named {
            if let Some(url) = url
                && url.strip_suffix(path) != base
            {
                return Err(elsewhere(url));
            }
        }
        Ok(domain)
    }
}

fn invalid(reason: String) -> Error {
    Error::InvalidResponse {
        operation: OPERATION,
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The document as captured (protocol.md 6.6), with this changed.
    fn domain(change: impl FnOnce(&mut serde_json::Value)) -> Result<Domain, Error> {
        let base = "https://example.auth.eu-west-1.amazoncognito.com";
        let mut document = serde_json::json!({
            "authorization_endpoint": format!("{base}/oauth2/authorize"),
            "end_session_endpoint": format!("{base}/logout"),
            "id_token_signing_alg_values_supported": ["RS256"],
            "issuer": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example",
            "revocation_endpoint": format!("{base}/oauth2/revoke"),
            "token_endpoint": format!("{base}/oauth2/token"),
            "userinfo_endpoint": format!("{base}/oauth2/userInfo"),
        });
        change(&mut document);
        serde_json::from_value::<Document>(document)
            .unwrap()
            .domain()
    }

    #[test]
    fn the_domain_is_what_all_endpoints_have_in_common() {
        let found = domain(|_| ()).unwrap();
        assert_eq!(
            found.as_str(),
            "https://example.auth.eu-west-1.amazoncognito.com"
        );
        let older = domain(|document| document["end_session_endpoint"] = serde_json::Value::Null);
        assert_eq!(older.unwrap(), found);
    }

    #[test]
    fn a_pool_without_a_domain_is_told_from_one_with_a_wrong_one() {
        let none = domain(|document| document["token_endpoint"] = serde_json::Value::Null);
        assert!(matches!(none, Err(Error::NoDomain)));
        for (member, url) in [
            (
                "token_endpoint",
                "https://elsewhere.example.com/oauth2/token",
            ),
            (
                "token_endpoint",
                "https://example.auth.eu-west-1.amazoncognito.com/token",
            ),
            (
                "userinfo_endpoint",
                "https://elsewhere.example.com/oauth2/userInfo",
            ),
            (
                "authorization_endpoint",
                "https://elsewhere.example.com/oauth2/authorize",
            ),
        ] {
            let error = domain(|document| document[member] = url.into()).unwrap_err();
            assert!(matches!(error, Error::InvalidResponse { .. }), "{error}");
        }
        let plain = domain(|document| {
            for (_, value) in document.as_object_mut().unwrap() {
                if let Some(text) = value.as_str() {
                    *value = text.replace("https:", "http:").into();
                }
            }
        });
        assert!(plain.unwrap_err().to_string().contains("expected https"));
    }
}
