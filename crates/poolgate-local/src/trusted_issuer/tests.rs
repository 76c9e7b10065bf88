//! Tokens of issuers that tests play.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, KeyPair,
};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::tokens::{SigningAlgorithm, SigningKey};

const URL: &str = "https://login.example.com/tenant";
const NOW: i64 = 1_790_000_000;

/// An issuer outside of the server, with its private key.
pub(crate) struct Issuer {
    pub(crate) url: String,
    key: SigningKey,
}

impl Issuer {
    pub(crate) fn new(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            key: SigningKey::generate(SigningAlgorithm::Rs256).unwrap(),
        }
    }

    pub(crate) fn trusted(&self) -> TrustedIssuer {
        TrustedIssuer::new(&self.url, &self.jwks()).unwrap()
    }

    fn jwks(&self) -> String {
        json!({ "keys": [self.jwk()] }).to_string()
    }

    pub(crate) fn jwk(&self) -> Value {
        self.key.jwk().unwrap()
    }

    /// A token that ends an hour after `now`, with further or other claims.
    pub(crate) fn token(&self, now: i64, claims: &Value) -> String {
        let mut all = json!({
            "iss": self.url, "sub": "person", "aud": "application", "exp": now + 3600, "iat": now,
        });
        for (name, value) in claims.as_object().unwrap() {
            all[name] = value.clone();
        }
        self.key.sign(&all).unwrap()
    }
}

fn verify(issuer: &Issuer, claims: &Value) -> Result<Claims, Fault> {
    issuer.trusted().verify(&issuer.token(NOW, claims), NOW)
}

#[test]
fn a_good_token_is_believed() {
    let claims = verify(&Issuer::new(URL), &json!({ "aud": ["a", "b"] })).unwrap();
    assert_eq!(claims.subject(), "person");
    assert_eq!(claims.audiences().collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn every_claim_that_counts_is_checked() {
    let issuer = Issuer::new(URL);
    for (claims, fault) in [
        (
            json!({ "iss": "https://other.example.com" }),
            Fault::OtherIssuer,
        ),
        (json!({ "iss": null }), Fault::OtherIssuer),
        (json!({ "exp": NOW }), Fault::Expired(NOW)),
        (
            json!({ "exp": f64::from(1_789_999_999) + 0.5 }),
            Fault::Expired(NOW - 1),
        ),
        (json!({ "exp": "soon" }), Fault::Missing("exp")),
        (json!({ "nbf": NOW + 1 }), Fault::TooEarly(NOW + 1)),
        (json!({ "sub": "" }), Fault::Missing("sub")),
        (json!({ "aud": [] }), Fault::Missing("aud")),
    ] {
        assert_eq!(verify(&issuer, &claims).unwrap_err(), fault, "{claims}");
    }
}

#[test]
fn only_the_issuers_own_keys_count() {
    let (issuer, impostor) = (Issuer::new(URL), Issuer::new(URL));
    let token = impostor.token(NOW, &json!({}));
    let fault = issuer.trusted().verify(&token, NOW).unwrap_err();
    assert_eq!(fault, Fault::Unverified);
    assert_eq!(
        issuer.trusted().verify("no.token", NOW).unwrap_err(),
        Fault::NoToken
    );
}

#[test]
fn an_issuer_goes_by_its_url_with_or_without_the_last_slash() {
    let issuer = Issuer::new("https://tenant.example.com/");
    assert_eq!(issuer.trusted().provider(), "tenant.example.com");
    assert!(verify(&issuer, &json!({ "iss": "https://tenant.example.com" })).is_ok());
    let google = Issuer::new("https://accounts.google.com");
    assert!(verify(&google, &json!({ "iss": "accounts.google.com" })).is_ok());
    assert!(verify(&issuer, &json!({ "iss": "tenant.example.com" })).is_err());
}

/// A token signed by an elliptic key, and the key's set.
fn elliptic(
    algorithm: &'static EcdsaSigningAlgorithm,
    (name, curve): (&str, &str),
) -> (String, String) {
    let pair = EcdsaKeyPair::generate(algorithm).unwrap();
    let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    let point = &pair.public_key().as_ref()[1..];
    let (x, y) = point.split_at(point.len() / 2);
    let key = json!({ "kty": "EC", "crv": curve, "kid": "1", "x": encode(x), "y": encode(y) });
    let header = json!({ "alg": name, "kid": "1" }).to_string();
    let claims = json!({ "iss": URL, "sub": "s", "aud": "a", "exp": NOW + 1 }).to_string();
    let signed = format!(
        "{}.{}",
        encode(header.as_bytes()),
        encode(claims.as_bytes())
    );
    let signature = pair.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
    let token = format!("{signed}.{}", encode(signature.as_ref()));
    (token, json!({ "keys": [key] }).to_string())
}

#[test]
fn elliptic_keys_verify_as_well() {
    for (algorithm, names) in [
        (&ECDSA_P256_SHA256_FIXED_SIGNING, ("ES256", "P-256")),
        (&ECDSA_P384_SHA384_FIXED_SIGNING, ("ES384", "P-384")),
    ] {
        let (token, jwks) = elliptic(algorithm, names);
        let issuer = TrustedIssuer::new(URL, &jwks).unwrap();
        assert!(issuer.verify(&token, NOW).is_ok(), "{names:?}");
        let (other, _) = elliptic(algorithm, names);
        assert_eq!(issuer.verify(&other, NOW).unwrap_err(), Fault::Unverified);
    }
}

#[test]
fn a_key_is_used_for_what_it_says_only() {
    let issuer = Issuer::new(URL);
    let token = issuer.token(NOW, &json!({}));
    let key = issuer.key.jwk().unwrap();
    for (member, value, usable) in [
        ("use", json!("sig"), true),
        ("use", json!("enc"), false),
        ("alg", json!("RS256"), true),
        ("alg", json!("RS512"), false),
        ("kid", json!("other"), false),
    ] {
        let mut key = key.clone();
        key[member] = value;
        let jwks = json!({ "keys": [key] }).to_string();
        let trusted = TrustedIssuer::new(URL, &jwks);
        let verified = trusted.is_ok_and(|trusted| trusted.verify(&token, NOW).is_ok());
        assert_eq!(verified, usable, "{member}");
    }
}

#[test]
fn keys_that_cannot_be_used_are_passed_over_unless_none_is_left() {
    let issuer = Issuer::new(URL);
    let strange = json!({ "kty": "OKP", "crv": "Ed25519", "x": "AA" });
    let jwks = json!({ "keys": [strange, issuer.key.jwk().unwrap()] }).to_string();
    let trusted = TrustedIssuer::new(URL, &jwks).unwrap();
    assert!(trusted.verify(&issuer.token(NOW, &json!({})), NOW).is_ok());
    for jwks in [
        "",
        "{}",
        r#"{"keys":[]}"#,
        &json!({ "keys": [strange] }).to_string(),
    ] {
        let error = TrustedIssuer::new(URL, jwks).unwrap_err().to_string();
        assert!(error.starts_with("the keys of https://"), "{error}");
    }
    for url in ["", "login.example.com", "https://", "ftp://x"] {
        assert!(TrustedIssuer::new(url, &jwks).is_err(), "{url}");
    }
}

proptest! {
    #[test]
    fn any_keys_and_tokens_are_answered(jwks: String, token: String, key: String) {
        prop_assert!(TrustedIssuer::new(URL, &jwks).is_err());
        for kty in ["RSA", "EC"] {
            let key = json!({ "kty": kty, "crv": "P-256", "n": key, "e": key, "x": key, "y": key });
            let _ = TrustedIssuer::new(URL, &json!({ "keys": [key] }).to_string());
        }
        let (_, jwks) = elliptic(&ECDSA_P256_SHA256_FIXED_SIGNING, ("ES256", "P-256"));
        let issuer = TrustedIssuer::new(URL, &jwks).unwrap();
        prop_assert!(issuer.verify(&token, NOW).is_err());
    }
}
