//! Making passkeys, listing and deleting them.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD as BASE64URL, Engine};
use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{claims, refusal, text};
use super::authenticator::{Authenticator, client_data, cose};
use super::{ORIGIN, demo, demo_with};

#[test]
fn the_options_are_those_of_the_service() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let passkey = demo.passkey();
    let tokens = demo.tokens();
    let options = demo.start_registration(&tokens["AccessToken"]).unwrap();
    let challenge = options["challenge"].clone();
    assert_eq!(BASE64URL.decode(text(&challenge)).unwrap().len(), 32);
    let sub = text(&claims(&tokens["IdToken"])["sub"]);
    let expected = json!({
        "authenticatorSelection": {
            "requireResidentKey": true, "residentKey": "required", "userVerification": "preferred",
        },
        "challenge": challenge,
        "excludeCredentials": [{ "id": BASE64URL.encode(&passkey.id), "type": "public-key" }],
        "pubKeyCredParams": [
            { "alg": -7, "type": "public-key" }, { "alg": -257, "type": "public-key" },
        ],
        "rp": { "id": "example.com", "name": "example.com" },
        "timeout": 60_000,
        "user": { "displayName": "demo", "id": BASE64URL.encode(sub), "name": "demo" },
    });
    assert_eq!(options, expected);
}

#[test]
fn passkeys_are_listed_in_pages_and_deleted() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let passkeys = [demo.passkey(), demo.passkey(), demo.passkey()];
    let mut ids: Vec<String> = passkeys
        .iter()
        .map(|one| BASE64URL.encode(&one.id))
        .collect();
    ids.sort_unstable();
    let first = demo.list_passkeys(&json!({ "MaxResults": 2 }));
    let credential = json!({
        "CredentialId": ids[0], "FriendlyCredentialName": "Passkey",
        "RelyingPartyId": "example.com", "AuthenticatorAttachment": "platform",
        "AuthenticatorTransports": ["internal"], "CreatedAt": 1_790_000_000.0,
    });
    assert_eq!(first["Credentials"][0], credential);
    let next = json!({ "MaxResults": 2, "NextToken": first["NextToken"] });
    let second = demo.list_passkeys(&next);
    assert_eq!(second["Credentials"][0]["CredentialId"], ids[2]);
    assert_eq!(second.get("NextToken"), None);

    let token = demo.tokens()["AccessToken"].clone();
    let delete = json!({ "AccessToken": token, "CredentialId": ids[1] });
    assert_eq!(
        cognito.call("DeleteWebAuthnCredential", &delete),
        Ok(json!({}))
    );
    let gone = refusal("ResourceNotFound", "The user has no such passkey.");
    assert_eq!(cognito.call("DeleteWebAuthnCredential", &delete), Err(gone));
    let left = demo.list_passkeys(&json!({}));
    assert_eq!(left["Credentials"].as_array().unwrap().len(), 2);
}

#[test]
fn a_credential_that_does_not_answer_the_options_is_refused() {
    let cognito = Cognito::new();
    let demo = demo_with(
        &cognito,
        &json!({ "RelyingPartyId": "example.com", "UserVerification": "required" }),
    );
    let token = demo.tokens()["AccessToken"].clone();
    let options = demo.start_registration(&token).unwrap();
    assert_eq!(
        options["authenticatorSelection"]["userVerification"],
        "required"
    );
    let mut authenticator = Authenticator::new();
    let said = client_data("webauthn.create", &options, ORIGIN);
    let es256 = cose(
        &[(1, 2), (3, -7), (-1, 1)],
        &[(-2, &[1; 32]), (-3, &[2; 32])],
    );
    let ed25519 = cose(&[(1, 1), (3, -8), (-1, 6)], &[(-2, &[1; 32])]);
    let short = cose(
        &[(1, 2), (3, -7), (-1, 1)],
        &[(-2, &[1; 31]), (-3, &[2; 32])],
    );
    let other = client_data(
        "webauthn.create",
        &json!({ "challenge": "b3RoZXI" }),
        ORIGIN,
    );
    let get = client_data("webauthn.get", &options, ORIGIN);
    let mut unverified = Authenticator::new();
    unverified.flags = 1;
    let cases = [
        (
            "WebAuthnChallengeNotFound",
            authenticator.attest("example.com", &other, &es256),
        ),
        (
            "InvalidParameter",
            authenticator.attest("example.com", &get, &es256),
        ),
        (
            "InvalidParameter",
            authenticator.attest("example.com", "{}", &es256),
        ),
        (
            "WebAuthnOriginNotAllowed",
            authenticator.create(&options, "https://evil.org"),
        ),
        (
            "WebAuthnRelyingPartyMismatch",
            authenticator.attest("evil.org", &said, &es256),
        ),
        (
            "WebAuthnCredentialNotSupported",
            authenticator.attest("example.com", &said, &ed25519),
        ),
        (
            "InvalidParameter",
            authenticator.attest("example.com", &said, &short),
        ),
        (
            "WebAuthnCredentialNotSupported",
            unverified.create(&options, ORIGIN),
        ),
        ("InvalidParameter", json!({})),
    ];
    for (code, credential) in cases {
        let refused = demo.complete_registration(&token, &credential);
        assert_eq!(
            refused.unwrap_err().0,
            format!("{code}Exception"),
            "{credential}"
        );
    }
    let mut renamed = authenticator.create(&options, ORIGIN);
    renamed["rawId"] = "b3RoZXI".into();
    let (code, _) = demo.complete_registration(&token, &renamed).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
    let good = authenticator.create(&options, ORIGIN);
    assert!(demo.complete_registration(&token, &good).is_ok());
    // The challenge is used up, and the credential is somebody's.
    let (code, _) = demo.complete_registration(&token, &good).unwrap_err();
    assert_eq!(code, "WebAuthnChallengeNotFoundException");
    let options = demo.start_registration(&token).unwrap();
    let again = authenticator.create(&options, ORIGIN);
    let registered = refusal("InvalidParameter", "The credential is registered already.");
    assert_eq!(demo.complete_registration(&token, &again), Err(registered));
}

#[test]
fn a_challenge_waits_a_while_for_the_client_that_asked() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let token = demo.tokens()["AccessToken"].clone();
    let options = demo.start_registration(&token).unwrap();
    let credential = Authenticator::new().create(&options, ORIGIN);

    let flows = json!({ "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"] });
    let other = super::Demo {
        cognito: &cognito,
        pool_id: demo.pool_id.clone(),
        client_id: cognito.client(&demo.pool_id, &flows),
    };
    let elsewhere = other.tokens()["AccessToken"].clone();
    let (code, _) = demo
        .complete_registration(&elsewhere, &credential)
        .unwrap_err();
    assert_eq!(code, "WebAuthnClientMismatchException");

    cognito.pass(300);
    let (code, _) = demo.complete_registration(&token, &credential).unwrap_err();
    assert_eq!(code, "WebAuthnChallengeNotFoundException");
}

#[test]
fn the_pool_must_allow_passkeys_and_have_a_domain() {
    let cognito = Cognito::new();
    let without = cognito.demo();
    let token = without.tokens()["AccessToken"].clone();
    let (code, _) = without.start_registration(&token).unwrap_err();
    assert_eq!(code, "WebAuthnNotEnabledException");

    let demo = demo_with(&cognito, &json!({ "UserVerification": "preferred" }));
    let token = demo.tokens()["AccessToken"].clone();
    let (code, _) = demo.start_registration(&token).unwrap_err();
    assert_eq!(code, "WebAuthnConfigurationMissingException");
    let party = || demo.start_registration(&token).unwrap()["rp"]["id"].clone();
    let mut domain = json!({ "UserPoolId": demo.pool_id, "Domain": "app" });
    cognito.expect("CreateUserPoolDomain", &domain);
    assert_eq!(party(), "app.auth.us-east-1.amazoncognito.com");
    domain["Domain"] = "auth.example.com".into();
    domain["CustomDomainConfig"] =
        json!({ "CertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/c" });
    cognito.expect("CreateUserPoolDomain", &domain);
    assert_eq!(party(), "auth.example.com");
}

#[test]
fn a_user_has_twenty_passkeys_at_most_and_they_go_with_the_user() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    for _ in 0..20 {
        demo.passkey();
    }
    let token = demo.tokens()["AccessToken"].clone();
    let full = refusal("LimitExceeded", "A user has at most 20 passkeys.");
    assert_eq!(demo.start_registration(&token), Err(full));
    cognito.expect("DeleteUser", &json!({ "AccessToken": token }));
    let now = crate::time::UnixTime::from_seconds(cognito.now());
    let random = &mut rand_core::UnwrapErr(getrandom::SysRng);
    let context = cognito.core.context(now, random);
    assert_eq!(context.read(|state| state.web_authn_credentials.len()), 0);
}

#[test]
fn a_token_is_needed() {
    let cognito = Cognito::new();
    let forged = refusal("NotAuthorized", "Invalid Access Token");
    let input = json!({ "AccessToken": "a.b.c", "CredentialId": "x", "Credential": {} });
    for operation in [
        "StartWebAuthnRegistration",
        "CompleteWebAuthnRegistration",
        "ListWebAuthnCredentials",
        "DeleteWebAuthnCredential",
    ] {
        let refused: Result<Value, _> = cognito.call(operation, &input);
        assert_eq!(refused, Err(forged.clone()), "{operation}");
    }
}

#[test]
fn a_relying_party_is_a_site() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let set = |id: &str| {
        let input = json!({
            "UserPoolId": pool_id, "WebAuthnConfiguration": { "RelyingPartyId": id },
        });
        cognito.call("SetUserPoolMfaConfig", &input)
    };
    for site in ["example.com", "login.example.co.uk", "localhost"] {
        set(site).unwrap();
    }
    for other in [
        "com",
        "Example.com",
        "https://example.com",
        "example.com:443",
        "127.0.0.1",
        " ",
    ] {
        let (code, _) = set(other).unwrap_err();
        assert_eq!(code, "InvalidParameterException", "{other}");
    }
}
