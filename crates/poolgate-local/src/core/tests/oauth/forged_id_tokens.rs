//! ID tokens that a provider should not have sent (OpenID Connect Core 3.1.3.7).

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde_json::{Value, json};

use super::App;
use super::elsewhere::Elsewhere;
use super::federation::{BY_PROVIDER, application, assert_told, tokens};
use crate::core::tests::Cognito;
use crate::core::tests::browser::query_of;
use crate::trusted_issuer::tests::Issuer;

/// A provider whose key the test has.
struct Forge {
    elsewhere: Elsewhere,
    issuer: Issuer,
}

impl Forge {
    fn new() -> Self {
        let elsewhere = Elsewhere::new();
        let issuer = Issuer::new(&elsewhere.issuer());
        elsewhere.replace("/jwks.json", "keys", json!([issuer.jwk()]));
        Self { elsewhere, issuer }
    }

    /// The claims that are right in a sign-in with this nonce.
    fn claims(&self, nonce: &str) -> Value {
        json!({
            "sub": self.elsewhere.sub("demo"), "aud": self.elsewhere.client_id(), "nonce": nonce,
        })
    }

    /// Where it leads if the provider sends the token that `made` makes for a nonce.
    fn come_with(&self, app: &App<'_>, made: impl Fn(&str) -> String) -> String {
        let browser = app.browser();
        let asked = app.asking(&BY_PROVIDER);
        let there = browser.get("/oauth2/authorize", &asked).location();
        let back = self.elsewhere.sign_in("demo", &there);
        let id_token = made(&query_of(&there)["nonce"]);
        self.elsewhere
            .replace("/oauth2/token", "id_token", id_token.into());
        browser.get(&back, &[]).location()
    }

    /// The same, if what is right is changed in this way.
    fn come_claiming(&self, app: &App<'_>, changes: &Value) -> String {
        self.come_with(app, |nonce| {
            let mut claims = self.claims(nonce);
            for (name, value) in changes.as_object().unwrap() {
                claims[name] = value.clone();
            }
            self.issuer.token(self.elsewhere.now(), &claims)
        })
    }
}

#[test]
fn every_claim_of_an_id_token_is_checked() {
    let forge = Forge::new();
    let cognito = Cognito::asking(&forge.elsewhere);
    let app = application(&cognito, &forge.elsewhere);
    let client = forge.elsewhere.client_id();
    for good in [
        json!({}),
        json!({ "azp": client }),
        json!({ "aud": [client, "another"], "azp": client }),
    ] {
        tokens(&app, &forge.come_claiming(&app, &good));
    }
    let now = forge.elsewhere.now();
    let another_client = "Other sent an ID token for somebody else";
    let another_sign_in = "Other sent an ID token of another sign-in";
    for (changes, description) in [
        (
            json!({ "iss": "https://evil.example" }),
            "Other sent an ID token of another issuer".to_owned(),
        ),
        (
            json!({ "iss": null }),
            "Other sent an ID token of another issuer".to_owned(),
        ),
        (json!({ "aud": "another" }), another_client.to_owned()),
        (json!({ "aud": ["another"] }), another_client.to_owned()),
        (
            json!({ "aud": [client, "another"] }),
            another_client.to_owned(),
        ),
        (json!({ "azp": "another" }), another_client.to_owned()),
        (
            json!({ "aud": null }),
            "Other sent an ID token without aud".to_owned(),
        ),
        (json!({ "nonce": null }), another_sign_in.to_owned()),
        (json!({ "nonce": "" }), another_sign_in.to_owned()),
        (json!({ "nonce": ["x"] }), another_sign_in.to_owned()),
        (
            json!({ "sub": null }),
            "Other sent an ID token without sub".to_owned(),
        ),
        (
            json!({ "exp": null }),
            "Other sent an ID token without exp".to_owned(),
        ),
        (
            json!({ "exp": now }),
            format!("Other sent an ID token that ended at {now}"),
        ),
        (
            json!({ "nbf": now + 1 }),
            format!("Other sent an ID token that begins at {}", now + 1),
        ),
        (
            json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" }),
            "Other sent an access token of another sign-in".to_owned(),
        ),
        (
            json!({ "at_hash": "" }),
            "Other sent an access token of another sign-in".to_owned(),
        ),
    ] {
        assert_told(&forge.come_claiming(&app, &changes), &description);
    }
}

/// RFC 8725 sections 2.1 and 3.1: no token says how it is to be verified.
#[test]
fn a_token_without_a_signature_or_signed_by_a_public_key_is_refused() {
    let forge = Forge::new();
    let cognito = Cognito::asking(&forge.elsewhere);
    let app = application(&cognito, &forge.elsewhere);
    let jwk = forge.issuer.jwk();
    let modulus = BASE64_URL_SAFE_NO_PAD.decode(jwk["n"].as_str().unwrap());
    let public: [Vec<u8>; 3] = [modulus.unwrap(), jwk.to_string().into_bytes(), Vec::new()];
    let unsigned = |algorithm: &str, nonce: &str| {
        let mut claims = forge.claims(nonce);
        claims["iss"] = json!(forge.issuer.url);
        claims["exp"] = json!(forge.elsewhere.now() + 3600);
        let header = json!({ "alg": algorithm, "kid": jwk["kid"] });
        let part = |part: &Value| BASE64_URL_SAFE_NO_PAD.encode(part.to_string());
        format!("{}.{}", part(&header), part(&claims))
    };
    let refused = "Other sent an ID token that none of its keys has signed";
    for algorithm in ["none", "None", "", "RS256", "PS256"] {
        let made = |nonce: &str| format!("{}.", unsigned(algorithm, nonce));
        assert_told(&forge.come_with(&app, made), refused);
    }
    for secret in &public {
        let made = |nonce: &str| {
            let signed = unsigned("HS256", nonce);
            let tag = hmac::sign(&hmac::Key::new(HMAC_SHA256, secret), signed.as_bytes());
            format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(tag))
        };
        assert_told(&forge.come_with(&app, made), refused);
    }
}
