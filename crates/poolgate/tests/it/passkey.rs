//! A passkey answers `WEB_AUTHN`: a software authenticator takes the options that the library
//! hands out, and the service is given the credential that it makes (protocol.md 3.3 and 4).

use std::collections::HashMap;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use aws_sdk_cognitoidentityprovider::types::{
    AuthFactorType, AuthFlowType, SignInPolicyType, UserPoolPolicyType, WebAuthnConfigurationType,
};
use aws_smithy_types::{Document, Number};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use passkey::authenticator::{Authenticator, UiHint, UserCheck, UserValidationMethod};
use passkey::client::{Client, DefaultClientData};
use passkey::crypto::rust_crypto::RustCryptoBackend;
use passkey::types::Passkey;
use passkey::types::ctap2::{Aaguid, Ctap2Error};
use passkey::types::webauthn::{CredentialCreationOptions, CredentialRequestOptions};
use poolgate::{Challenge, FirstFactor, SignInStep};
use serde_json::{Value, json};
use url::Url;

use crate::local::{Local, PASSWORD, signed_in};
use crate::script::{Service, ana, ok, refusal};

/// A person who agrees.
struct Agrees;

#[async_trait::async_trait]
impl UserValidationMethod for Agrees {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        _: UiHint<'a, Passkey>,
        presence: bool,
        verification: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        Ok(UserCheck {
            presence,
            verification,
        })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}

fn origin() -> Url {
    "https://app.example.com".parse().unwrap()
}

fn authenticator(
    holds: Option<Passkey>,
) -> Authenticator<Option<Passkey>, Agrees, RustCryptoBackend> {
    Authenticator::new(Aaguid::new_empty(), holds, Agrees, RustCryptoBackend)
}

/// A new passkey for `app.example.com`, and its public key.
async fn register() -> (Passkey, Vec<u8>) {
    let (passkey, credential) = create(json!({
        "rp": { "id": "app.example.com", "name": "app.example.com" },
        "user": { "id": "YW5h", "name": "ana", "displayName": "ana" },
        "challenge": "cmVnaXN0ZXI",
        "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }],
        "authenticatorSelection": { "residentKey": "required", "userVerification": "preferred" },
    }))
    .await;
    let key = credential["response"]["publicKey"].as_str().unwrap();
    let key = BASE64URL.decode(key.trim_end_matches('=')).unwrap();
    (passkey, key)
}

/// A new passkey for `PublicKeyCredentialCreationOptionsJSON`, and its `RegistrationResponseJSON`.
async fn create(options: Value) -> (Passkey, Value) {
    let mut client = Client::new(authenticator(None));
    let options: CredentialCreationOptions =
        serde_json::from_value(json!({ "publicKey": options })).unwrap();
    let registered = client.register(&origin(), options, DefaultClientData).await;
    let passkey = client.authenticator().store().clone().unwrap();
    (passkey, serde_json::to_value(registered.unwrap()).unwrap())
}

/// The credential that the passkey makes of `PublicKeyCredentialRequestOptionsJSON`.
async fn assert(passkey: &Passkey, request_options: &str) -> String {
    let mut client = Client::new(authenticator(Some(passkey.clone())));
    let options: Value = serde_json::from_str(request_options).unwrap();
    let request: CredentialRequestOptions =
        serde_json::from_value(json!({ "publicKey": options })).unwrap();
    let credential = client
        .authenticate(&origin(), request, DefaultClientData)
        .await;
    serde_json::to_string(&credential.unwrap()).unwrap()
}

#[tokio::test]
async fn a_software_authenticator_signs_in() {
    let service = Service::start().await;
    let options = json!({
        "challenge": BASE64URL.encode("the service's challenge"), "timeout": 180_000,
        "rpId": "app.example.com", "userVerification": "preferred", "allowCredentials": [],
    });
    let asked = json!({
        "ChallengeName": "WEB_AUTHN", "Session": "the-session-of-this-challenge",
        "ChallengeParameters": { "CREDENTIAL_REQUEST_OPTIONS": options.to_string() },
    });
    service.answer("InitiateAuth", ok(asked)).await;
    let unknown = refusal("NotAuthorizedException", "Invalid passkey.");
    service.answer_once("RespondToAuthChallenge", unknown).await;

    let (passkey, key) = register().await;
    for attempt in 0..2 {
        let preferred = Some(FirstFactor::WebAuthn);
        let step = service.pool().sign_in(ana()).with_choice(preferred).await;
        let SignInStep::Challenge(Challenge::WebAuthn(challenge)) = step.unwrap() else {
            panic!()
        };
        let credential = assert(&passkey, challenge.request_options()).await;
        let answered = challenge.answer(&credential).await;
        if attempt == 0 {
            answered.unwrap_err();
            let tokens = service.tokens(Some("refresh-1"));
            service.answer("RespondToAuthChallenge", ok(tokens)).await;
        } else {
            assert!(matches!(answered, Ok(SignInStep::SignedIn(_))));
        }
    }
    check_what_was_sent(&service, &key).await;
}

/// What came to the service is the authenticator's assertion, over the service's challenge.
async fn check_what_was_sent(service: &Service, key: &[u8]) {
    let requests = service.server.received_requests().await.unwrap();
    let answer: Value = requests
        .iter()
        .rev()
        .map(|request| request.body_json().unwrap_or_default())
        .find(|body: &Value| body["ChallengeName"] == "WEB_AUTHN")
        .unwrap();
    assert_eq!(answer["Session"], "the-session-of-this-challenge");
    let credential = answer["ChallengeResponses"]["CREDENTIAL"].as_str().unwrap();
    let credential: Value = serde_json::from_str(credential).unwrap();
    let member = |name: &str| {
        let text = credential["response"][name].as_str().unwrap();
        BASE64URL.decode(text.trim_end_matches('=')).unwrap()
    };
    let client_data = member("clientDataJSON");
    let said: Value = serde_json::from_slice(&client_data).unwrap();
    assert_eq!(said["type"], "webauthn.get");
    assert_eq!(
        said["challenge"],
        BASE64URL.encode("the service's challenge")
    );

    let mut signed = member("authenticatorData");
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &client_data);
    signed.extend_from_slice(hash.as_ref());
    // The last 65 bytes of the key's SubjectPublicKeyInfo are its point (RFC 5480 section 2).
    let point = &key[key.len() - 65..];
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point)
        .verify(&signed, &member("signature"))
        .unwrap();
}

#[tokio::test]
async fn a_passkey_that_was_made_at_the_server_signs_in() {
    let factors = SignInPolicyType::builder()
        .allowed_first_auth_factors(AuthFactorType::Password)
        .allowed_first_auth_factors(AuthFactorType::WebAuthn);
    let policies = UserPoolPolicyType::builder().sign_in_policy(factors.build());
    let local = Local::start(|pool| pool.policies(policies.build())).await;
    let party = WebAuthnConfigurationType::builder().relying_party_id("app.example.com");
    let configuration = local.administrator().set_user_pool_mfa_config();
    configuration
        .user_pool_id(&local.pool_id)
        .web_authn_configuration(party.build())
        .send()
        .await
        .unwrap();
    let passkey = register_at(&local).await;

    let preferred = Some(FirstFactor::WebAuthn);
    let step = local.pool().sign_in(ana()).with_choice(preferred).await;
    let SignInStep::Challenge(Challenge::WebAuthn(challenge)) = step.unwrap() else {
        panic!()
    };
    let credential = assert(&passkey, challenge.request_options()).await;
    let session = signed_in(challenge.answer(&credential).await.unwrap());
    let attributes = session.attributes().await.unwrap();
    assert_eq!(attributes.text("email").unwrap(), "ana@example.com");
}

/// A passkey of the user `ana`, who signs in with her password to make it.
async fn register_at(local: &Local) -> Passkey {
    let pool = local.pool();
    let sign_in = pool.client().initiate_auth().client_id(&local.client_id);
    let signed_in = sign_in
        .auth_flow(AuthFlowType::UserPasswordAuth)
        .auth_parameters("USERNAME", "ana")
        .auth_parameters("PASSWORD", PASSWORD)
        .send()
        .await;
    let tokens = signed_in.unwrap().authentication_result.unwrap();
    let token = tokens.access_token.unwrap();
    let start = pool.client().start_web_authn_registration();
    let started = start.access_token(&token).send().await.unwrap();
    let (passkey, credential) = create(json(started.credential_creation_options())).await;
    let complete = pool.client().complete_web_authn_registration();
    complete
        .access_token(token)
        .credential(document(&credential))
        .send()
        .await
        .unwrap();
    passkey
}

fn json(document: &Document) -> Value {
    match document {
        Document::Object(members) => {
            let member = |(name, value): (&String, &Document)| (name.clone(), json(value));
            Value::Object(members.iter().map(member).collect())
        }
        Document::Array(items) => items.iter().map(json).collect(),
        Document::Number(Number::PosInt(number)) => (*number).into(),
        Document::Number(Number::NegInt(number)) => (*number).into(),
        Document::Number(Number::Float(number)) => (*number).into(),
        Document::String(text) => text.as_str().into(),
        Document::Bool(flag) => (*flag).into(),
        Document::Null => Value::Null,
    }
}

fn document(json: &Value) -> Document {
    match json {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| (name.clone(), document(value));
            Document::Object(members.iter().map(member).collect::<HashMap<_, _>>())
        }
        Value::Array(items) => Document::Array(items.iter().map(document).collect()),
        Value::Number(number) => number.as_u64().map_or(Document::Null, |number| {
            Document::Number(Number::PosInt(number))
        }),
        Value::String(text) => Document::String(text.clone()),
        Value::Bool(flag) => Document::Bool(*flag),
        Value::Null => Document::Null,
    }
}
