//! `WEB_AUTHN` as the first factor.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD as BASE64URL, Engine};
use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, claims, refusal, text};
use super::authenticator::Authenticator;
use super::{ORIGIN, demo};

fn sub(demo: &Demo<'_>) -> String {
    text(&claims(&demo.tokens()["IdToken"])["sub"])
}

fn invalid() -> (String, String) {
    refusal("NotAuthorized", "Invalid passkey.")
}

#[test]
fn a_passkey_signs_in() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let mut passkey = demo.passkey();
    let (session, options) = demo.challenged("demo");
    let expected = json!({
        "challenge": options["challenge"], "timeout": 180_000, "rpId": "example.com",
        "allowCredentials": [{
            "type": "public-key", "id": BASE64URL.encode(&passkey.id), "transports": ["internal"],
        }],
        "userVerification": "preferred",
    });
    assert_eq!(options, expected);
    let credential = passkey.get(&options, ORIGIN, &sub(&demo));
    let tokens = demo.answer(&session, &credential).unwrap();
    let tokens = &tokens["AuthenticationResult"];
    assert!(demo.get_user(&tokens["AccessToken"]).is_ok());
    let message = "Invalid session for the user, session can only be used once.";
    assert_eq!(
        demo.answer(&session, &credential),
        Err(refusal("NotAuthorized", message))
    );
    let factors = json!({ "AccessToken": tokens["AccessToken"] });
    let factors = cognito.expect("GetUserAuthFactors", &factors);
    assert_eq!(
        factors["ConfiguredUserAuthFactors"],
        json!(["PASSWORD", "WEB_AUTHN"])
    );
}

#[test]
fn a_passkey_is_chosen_among_others() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let mut passkey = demo.passkey();
    let begun = demo
        .initiate("USER_AUTH", &json!({ "USERNAME": "demo" }))
        .unwrap();
    assert_eq!(
        begun["AvailableChallenges"],
        json!(["PASSWORD_SRP", "PASSWORD", "WEB_AUTHN"])
    );
    let session = text(&begun["Session"]);
    let choice = json!({ "USERNAME": "demo", "ANSWER": "WEB_AUTHN" });
    let challenge = demo
        .respond("SELECT_CHALLENGE", Some(&session), &choice)
        .unwrap();
    assert_eq!(challenge["ChallengeName"], "WEB_AUTHN");
    let options = text(&challenge["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"]);
    let options = serde_json::from_str(&options).unwrap();
    let credential = passkey.get(&options, ORIGIN, &sub(&demo));
    assert!(
        demo.answer(&text(&challenge["Session"]), &credential)
            .is_ok()
    );
}

#[test]
fn a_passkey_may_have_an_rsa_key() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let token = demo.tokens()["AccessToken"].clone();
    let options = demo.start_registration(&token).unwrap();
    let mut passkey = Authenticator::with_rsa();
    let credential = passkey.create(&options, ORIGIN);
    demo.complete_registration(&token, &credential).unwrap();
    let (session, options) = demo.challenged("demo");
    let mut forged = passkey.get(&options, ORIGIN, &sub(&demo));
    forged["response"]["signature"] = BASE64URL.encode([7; 256]).into();
    assert_eq!(demo.answer(&session, &forged), Err(invalid()));
    let credential = passkey.get(&options, ORIGIN, &sub(&demo));
    assert!(demo.answer(&session, &credential).is_ok());
}

#[test]
fn what_the_passkey_did_not_sign_is_refused() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let mut passkey = demo.passkey();
    let sub = sub(&demo);
    let (session, options) = demo.challenged("demo");
    let (_, other_options) = demo.challenged("demo");
    let good = passkey.get(&options, ORIGIN, &sub);
    let mut stranger = Authenticator::new();
    stranger.id.clone_from(&passkey.id);
    let mut absent = demo.passkey();
    absent.flags = 0;
    let mut party = options.clone();
    party["rpId"] = "evil.org".into();
    let refused = [
        passkey.get(&other_options, ORIGIN, &sub),
        passkey.get(&options, "https://evil.org", &sub),
        passkey.get(&options, ORIGIN, "somebody else"),
        passkey.get(&party, ORIGIN, &sub),
        stranger.get(&options, ORIGIN, &sub),
        Authenticator::new().get(&options, ORIGIN, &sub),
        absent.get(&options, ORIGIN, &sub),
    ];
    for credential in refused {
        assert_eq!(demo.answer(&session, &credential), Err(invalid()));
    }
    for member in ["clientDataJSON", "authenticatorData", "signature"] {
        let mut changed = good.clone();
        let mut bytes = BASE64URL.decode(text(&good["response"][member])).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        changed["response"][member] = BASE64URL.encode(bytes).into();
        assert_eq!(demo.answer(&session, &changed), Err(invalid()), "{member}");
    }
    for malformed in [json!({}), json!("text"), Value::Null] {
        let (code, _) = demo.answer(&session, &malformed).unwrap_err();
        assert_eq!(code, "InvalidParameterException");
    }
    assert!(demo.answer(&session, &good).is_ok());
}

#[test]
fn a_copy_of_an_authenticator_is_found_out() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let mut passkey = demo.passkey();
    let sub = sub(&demo);
    for (count, accepted) in [(5, true), (5, false), (4, false), (0, false), (6, true)] {
        passkey.count = count;
        let (session, options) = demo.challenged("demo");
        let credential = passkey.get(&options, ORIGIN, &sub);
        assert_eq!(
            demo.answer(&session, &credential).is_ok(),
            accepted,
            "{count}"
        );
    }
}

#[test]
fn a_deleted_passkey_signs_nobody_in() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let mut passkey = demo.passkey();
    let (session, options) = demo.challenged("demo");
    let delete = json!({
        "AccessToken": demo.tokens()["AccessToken"],
        "CredentialId": BASE64URL.encode(&passkey.id),
    });
    cognito.expect("DeleteWebAuthnCredential", &delete);
    let credential = passkey.get(&options, ORIGIN, &sub(&demo));
    assert_eq!(demo.answer(&session, &credential), Err(invalid()));
    let preferred = json!({ "USERNAME": "demo", "PREFERRED_CHALLENGE": "WEB_AUTHN" });
    let begun = demo.initiate("USER_AUTH", &preferred).unwrap();
    assert_eq!(begun["ChallengeName"], "SELECT_CHALLENGE");
}

#[test]
fn passkeys_of_a_former_domain_are_of_no_use() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    demo.passkey();
    super::configure(&demo, &json!({ "RelyingPartyId": "example.org" }), "OFF");
    let preferred = json!({ "USERNAME": "demo", "PREFERRED_CHALLENGE": "WEB_AUTHN" });
    let begun = demo.initiate("USER_AUTH", &preferred).unwrap();
    assert_eq!(
        begun["AvailableChallenges"],
        json!(["PASSWORD_SRP", "PASSWORD"])
    );
}

#[test]
fn a_stranger_is_asked_for_the_same_passkey_every_time() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (session, options) = demo.challenged("nobody");
    let (_, again) = demo.challenged("nobody");
    assert_eq!(options["allowCredentials"], again["allowCredentials"]);
    assert_ne!(options["challenge"], again["challenge"]);
    let (_, another) = demo.challenged("nobody else");
    assert_ne!(options["allowCredentials"], another["allowCredentials"]);
    let credential = Authenticator::new().get(&options, ORIGIN, "nobody");
    let responses = json!({ "USERNAME": "nobody", "CREDENTIAL": credential.to_string() });
    assert_eq!(
        demo.respond("WEB_AUTHN", Some(&session), &responses),
        Err(invalid())
    );
}
