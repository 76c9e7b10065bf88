//! A user pool's side of the tests: real keys, and tokens signed with them.

use std::sync::OnceLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RsaEncoding};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use poolgate_token::{KeySet, TokenVerifier};
use serde_json::{Value, json};

pub(crate) const REGION: &str = "eu-west-1";
pub(crate) const POOL: &str = "eu-west-1_ExamplE01";
pub(crate) const ISSUER: &str = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_ExamplE01";
pub(crate) const CLIENT: &str = "1example23456789";
/// When the tokens of these tests are issued; they are good for an hour.
pub(crate) const IAT: i64 = 1_700_000_000;
pub(crate) const EXP: i64 = IAT + 3600;
/// A moment at which they are good.
pub(crate) const NOW: i64 = IAT + 60;

/// A signing key with its id.
pub(crate) struct Signer {
    pub(crate) kid: &'static str,
    pair: KeyPair,
}

impl Signer {
    pub(crate) fn generate(kid: &'static str, size: KeySize) -> Self {
        Self {
            kid,
            pair: KeyPair::generate(size).unwrap(),
        }
    }

    /// The key that signs access tokens in most tests.
    pub(crate) fn usual() -> &'static Self {
        static USUAL: OnceLock<Signer> = OnceLock::new();
        USUAL.get_or_init(|| Self::generate("usual", KeySize::Rsa2048))
    }

    /// A key that no key set here has.
    pub(crate) fn stranger() -> &'static Self {
        static STRANGER: OnceLock<Signer> = OnceLock::new();
        STRANGER.get_or_init(|| Self::generate("stranger", KeySize::Rsa2048))
    }

    pub(crate) fn jwk(&self) -> Value {
        let public = self.pair.public_key();
        json!({
            "alg": "RS256",
            "e": encode(public.exponent().big_endian_without_leading_zero()),
            "kid": self.kid,
            "kty": "RSA",
            "n": encode(public.modulus().big_endian_without_leading_zero()),
            "use": "sig",
        })
    }

    pub(crate) fn key_set(&self) -> KeySet {
        KeySet::from_json(json!({ "keys": [self.jwk()] }).to_string()).unwrap()
    }

    /// A token with Cognito's header.
    pub(crate) fn token(&self, claims: &Value) -> String {
        self.token_with_header(&json!({ "kid": self.kid, "alg": "RS256" }), claims)
    }

    pub(crate) fn token_with_header(&self, header: &Value, claims: &Value) -> String {
        self.sign(&header.to_string(), &claims.to_string())
    }

    /// A token of any texts, for those that no JSON library writes.
    pub(crate) fn sign(&self, header: &str, claims: &str) -> String {
        self.sign_by(&RSA_PKCS1_SHA256, header, claims)
    }

    pub(crate) fn sign_rs512(&self, claims: &Value) -> String {
        let header = json!({ "kid": self.kid, "alg": "RS512" }).to_string();
        self.sign_by(&RSA_PKCS1_SHA512, &header, &claims.to_string())
    }

    fn sign_by(&self, by: &'static dyn RsaEncoding, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", encode(header), encode(claims));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(by, &SystemRandom::new(), signed.as_bytes(), &mut signature)
            .unwrap();
        format!("{signed}.{}", encode(signature))
    }
}

pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Trusts both issuers of the pool, and its one app client.
pub(crate) fn verifier() -> TokenVerifier {
    TokenVerifier::builder()
        .user_pool(REGION, POOL)
        .unwrap()
        .app_client(CLIENT)
        .build()
}

/// The claims of an access token of an API sign-in (protocol.md 5.2).
pub(crate) fn access_claims() -> Value {
    json!({
        "sub": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        "iss": ISSUER,
        "client_id": CLIENT,
        "origin_jti": "11111111-2222-4333-8444-555555555555",
        "event_id": "66666666-7777-4888-9999-000000000000",
        "token_use": "access",
        "scope": "aws.cognito.signin.user.admin",
        "auth_time": IAT,
        "exp": EXP,
        "iat": IAT,
        "jti": "12121212-3434-4565-8787-909090909090",
        "username": "demo",
        "cognito:groups": ["readers", "writers"],
    })
}

/// The claims of an ID token (protocol.md 5.3).
pub(crate) fn id_claims() -> Value {
    json!({
        "sub": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        "aud": CLIENT,
        "iss": ISSUER,
        "event_id": "66666666-7777-4888-9999-000000000000",
        "token_use": "id",
        "auth_time": IAT,
        "exp": EXP,
        "iat": IAT,
        "jti": "21212121-4343-4656-8878-090909090909",
        "origin_jti": "11111111-2222-4333-8444-555555555555",
        "cognito:username": "demo",
        "cognito:groups": ["readers"],
        "email": "demo@example.com",
        "email_verified": true,
        "custom:tenant": "north",
    })
}

/// The claims with one of them replaced.
pub(crate) fn with(claims: Value, name: &str, value: impl Into<Value>) -> Value {
    let mut claims = claims;
    claims[name] = value.into();
    claims
}

/// The claims with one of them taken out.
pub(crate) fn without(claims: Value, name: &str) -> Value {
    let mut claims = claims;
    claims.as_object_mut().unwrap().remove(name);
    claims
}
