//! `DEVICE_SRP_AUTH` and `DEVICE_PASSWORD_VERIFIER` (protocol.md 2.2).

use std::convert::Infallible;

use getrandom::SysRng;
use poolgate_srp::Client;
use rand_core::{TryCryptoRng, TryRng, UnwrapErr};
use serde_json::{Value, json};

use super::super::Cognito;
use super::super::harness::{Demo, PASSWORD, claims, incorrect, refusal, text};
use super::{
    Device, claim, confirmed, demo, forget, introduce, prompting, prove, set_remembered, sign_in,
    tokens, unknown_device,
};

/// A remembered device that is being asked for.
fn asked(demo: &Demo<'_>) -> (Device, Value) {
    let (device, _) = confirmed(demo, "demo");
    let challenge = sign_in(demo, "demo", Some(&device.key)).unwrap();
    (device, challenge)
}

fn invalid() -> super::Refusal {
    refusal("NotAuthorized", "Invalid session for the user.")
}

#[test]
fn a_remembered_device_proves_itself() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, challenge) = asked(&demo);
    assert_eq!(challenge["ChallengeParameters"], json!({}));
    let (client, next) = introduce(&demo, "demo", &device, &challenge).unwrap();
    let parameters = next["ChallengeParameters"].as_object().unwrap();
    let names: Vec<&str> = parameters.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["DEVICE_KEY", "SALT", "SECRET_BLOCK", "SRP_B", "USERNAME"]
    );
    assert_eq!(parameters["DEVICE_KEY"], device.key);
    let claim = claim(&demo, "demo", &device, (client, &next));
    let session = text(&next["Session"]);
    let answer = demo
        .respond("DEVICE_PASSWORD_VERIFIER", Some(&session), &claim)
        .unwrap();
    let tokens = &answer["AuthenticationResult"];
    assert_eq!(tokens.get("NewDeviceMetadata"), None);
    assert_eq!(claims(&tokens["AccessToken"])["device_key"], device.key);
    demo.get_user(&tokens["AccessToken"]).unwrap();
}

#[test]
fn the_device_may_be_named_with_the_proof_of_the_password() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, _) = confirmed(&demo, "demo");
    let mut proof = demo.srp_proof("demo", PASSWORD).unwrap();
    proof["DEVICE_KEY"] = device.key.clone().into();
    let challenge = demo.respond("PASSWORD_VERIFIER", None, &proof).unwrap();
    prove(&demo, "demo", &device, &challenge).unwrap();
}

/// Randomness that is always the same.
struct Repeated;

impl TryRng for Repeated {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(7)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(7)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(7);
        Ok(())
    }
}

impl TryCryptoRng for Repeated {}

/// Proves the password by SRP, naming a device, with an A that is then repeated.
fn proven_by(demo: &Demo<'_>, device: &Device, client: Client) -> String {
    let client_value = client.public_value().to_hex();
    let parameters = json!({
        "USERNAME": "demo", "SRP_A": client_value, "DEVICE_KEY": device.key,
    });
    let challenge = demo.initiate("USER_SRP_AUTH", &parameters).unwrap();
    let claim = demo.srp_claim(client, &challenge["ChallengeParameters"], PASSWORD);
    let asked = demo.respond("PASSWORD_VERIFIER", None, &claim).unwrap();
    assert_eq!(asked["ChallengeName"], "DEVICE_SRP_AUTH");
    client_value
}

#[test]
fn only_the_client_that_proved_the_password_may_leave_the_session_out() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, _) = confirmed(&demo, "demo");
    proven_by(&demo, &device, Client::start(&mut UnwrapErr(SysRng)));
    let another = Client::start(&mut UnwrapErr(SysRng));
    let introduction = json!({
        "USERNAME": "demo", "DEVICE_KEY": device.key, "SRP_A": another.public_value().to_hex(),
    });
    let missing = refusal("InvalidParameter", "Missing required parameter Session");
    let answer = demo.respond("DEVICE_SRP_AUTH", None, &introduction);
    assert_eq!(answer, Err(missing.clone()));
    // Nor may whoever has sent the password itself: there is nothing to be known again by.
    sign_in(&demo, "demo", Some(&device.key)).unwrap();
    let answer = demo.respond("DEVICE_SRP_AUTH", None, &introduction);
    assert_eq!(answer, Err(missing));
}

#[test]
fn clients_may_leave_the_session_out() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, _) = confirmed(&demo, "demo");
    // The same A, from the same randomness, as pycognito has it.
    let client = || Client::start(&mut Repeated);
    let introduction = json!({
        "USERNAME": "demo", "DEVICE_KEY": device.key,
        "SRP_A": proven_by(&demo, &device, client()),
    });
    let client = client();
    let next = demo
        .respond("DEVICE_SRP_AUTH", None, &introduction)
        .unwrap();
    let claim = claim(&demo, "demo", &device, (client, &next));
    let answer = || demo.respond("DEVICE_PASSWORD_VERIFIER", None, &claim);
    answer().unwrap();
    // Nothing works twice that works without.
    let used = refusal(
        "NotAuthorized",
        "Invalid session for the user, session can only be used once.",
    );
    assert_eq!(answer(), Err(used.clone()));
    assert_eq!(
        demo.respond("DEVICE_SRP_AUTH", None, &introduction),
        Err(used)
    );
}

#[test]
fn a_device_that_nobody_asked_does_not_begin() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, _) = confirmed(&demo, "demo");
    let client = || Client::start(&mut Repeated);
    let introduction = json!({
        "USERNAME": "demo", "DEVICE_KEY": device.key, "SRP_A": client().public_value().to_hex(),
    });
    let missing = refusal("InvalidParameter", "Missing required parameter Session");
    assert_eq!(
        demo.respond("DEVICE_SRP_AUTH", None, &introduction),
        Err(missing.clone())
    );
    let proof = demo.srp_proof("demo", PASSWORD).unwrap();
    let mut claim = proof.clone();
    claim["DEVICE_KEY"] = device.key.clone().into();
    assert_eq!(
        demo.respond("DEVICE_PASSWORD_VERIFIER", None, &claim),
        Err(missing.clone())
    );
    // Nor does it at another client, or after the time that a session has.
    proven_by(&demo, &device, client());
    let other = Demo {
        client_id: cognito.client(&demo.pool_id, &json!({})),
        cognito: &cognito,
        pool_id: demo.pool_id.clone(),
    };
    assert_eq!(
        other.respond("DEVICE_SRP_AUTH", None, &introduction),
        Err(missing)
    );
    cognito.pass(180);
    let expired = "Invalid session for the user, session is expired.";
    assert_eq!(
        demo.respond("DEVICE_SRP_AUTH", None, &introduction),
        Err(refusal("NotAuthorized", expired))
    );
}

#[test]
fn a_device_never_replaces_the_password() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, _) = confirmed(&demo, "demo");
    let parameters = json!({
        "USERNAME": "demo", "PASSWORD": "Wrong-Horse-1", "DEVICE_KEY": device.key,
    });
    assert_eq!(
        demo.initiate("USER_PASSWORD_AUTH", &parameters),
        Err(incorrect())
    );
}

#[test]
fn the_wrong_device_password_is_refused_and_counts() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, challenge) = asked(&demo);
    let impostor = Device {
        password: "another password".to_owned(),
        ..device.clone()
    };
    assert_eq!(
        prove(&demo, "demo", &impostor, &challenge),
        Err(incorrect())
    );
    for _ in 0..4 {
        let challenge = sign_in(&demo, "demo", Some(&device.key)).unwrap();
        assert_eq!(
            prove(&demo, "demo", &impostor, &challenge),
            Err(incorrect())
        );
    }
    let locked = refusal("NotAuthorized", "Password attempts exceeded");
    assert_eq!(sign_in(&demo, "demo", Some(&device.key)), Err(locked));
}

#[test]
fn a_proof_may_be_tried_again_and_works_once() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, challenge) = asked(&demo);
    let (client, next) = introduce(&demo, "demo", &device, &challenge).unwrap();
    let session = text(&next["Session"]);
    let right = claim(&demo, "demo", &device, (client, &next));
    let answer = |claim: &Value| demo.respond("DEVICE_PASSWORD_VERIFIER", Some(&session), claim);
    for altered in ["PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK"] {
        let mut wrong = right.clone();
        wrong[altered] = "AAAA".into();
        assert_eq!(answer(&wrong), Err(incorrect()), "{altered}");
    }
    answer(&right).unwrap();
    let used = "Invalid session for the user, session can only be used once.";
    assert_eq!(answer(&right), Err(refusal("NotAuthorized", used)));
    // So was the session before.
    let again = introduce(&demo, "demo", &device, &challenge).map(drop);
    assert_eq!(again, Err(refusal("NotAuthorized", used)));
}

#[test]
fn a_proof_belongs_to_its_session() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, first) = asked(&demo);
    let second = sign_in(&demo, "demo", Some(&device.key)).unwrap();
    let (client, first) = introduce(&demo, "demo", &device, &first).unwrap();
    let (_, second) = introduce(&demo, "demo", &device, &second).unwrap();
    let claim = claim(&demo, "demo", &device, (client, &first));
    let session = text(&second["Session"]);
    assert_eq!(
        demo.respond("DEVICE_PASSWORD_VERIFIER", Some(&session), &claim),
        Err(incorrect())
    );
    // Nor is the proof of a password one of a device.
    let proof = demo.srp_proof("demo", PASSWORD).unwrap();
    let mut mixed = claim.clone();
    mixed["PASSWORD_CLAIM_SECRET_BLOCK"] = proof["PASSWORD_CLAIM_SECRET_BLOCK"].clone();
    assert_eq!(
        demo.respond("DEVICE_PASSWORD_VERIFIER", Some(&session), &mixed),
        Err(incorrect())
    );
}

#[test]
fn the_challenges_expire() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, challenge) = asked(&demo);
    let (client, next) = introduce(&demo, "demo", &device, &challenge).unwrap();
    let session = text(&next["Session"]);
    cognito.pass(180);
    let claim = claim(&demo, "demo", &device, (client, &next));
    let expired = "Invalid session for the user, session is expired.";
    assert_eq!(
        demo.respond("DEVICE_PASSWORD_VERIFIER", Some(&session), &claim),
        Err(refusal("NotAuthorized", expired))
    );
}

#[test]
fn each_step_names_the_device_that_was_asked() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (other, _) = confirmed(&demo, "demo");
    let (device, challenge) = asked(&demo);
    let confused = Device {
        key: other.key.clone(),
        ..device.clone()
    };
    let answer = introduce(&demo, "demo", &confused, &challenge).map(drop);
    assert_eq!(answer, Err(invalid()));
    let session = text(&challenge["Session"]);
    let unnamed = json!({ "USERNAME": "demo", "SRP_A": "a" });
    let missing = refusal("InvalidParameter", "Missing required parameter DEVICE_KEY");
    assert_eq!(
        demo.respond("DEVICE_SRP_AUTH", Some(&session), &unnamed),
        Err(missing)
    );
    for zero in ["0", "00", "coffeeg"] {
        let unsound = json!({ "USERNAME": "demo", "DEVICE_KEY": device.key, "SRP_A": zero });
        let refused = demo.respond("DEVICE_SRP_AUTH", Some(&session), &unsound);
        assert_eq!(refused.unwrap_err().0, "InvalidParameterException");
    }
    prove(&demo, "demo", &device, &challenge).unwrap();
}

#[test]
fn a_device_that_nobody_has_is_said_to_be_none() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    cognito.user(&demo.pool_id, "other", &json!([]));
    let (device, tokens) = confirmed(&demo, "demo");
    let unconfirmed = Device::offered(&super::tokens(&demo, "demo"));
    for (username, key) in [
        ("other", device.key.as_str()),
        ("demo", "us-east-1_00000000-0000-4000-8000-000000000000"),
        ("demo", unconfirmed.key.as_str()),
        ("demo", "no key at all"),
    ] {
        assert_eq!(
            sign_in(&demo, username, Some(key)),
            Err(unknown_device()),
            "{username} {key}"
        );
    }
    forget(&demo, &tokens["AccessToken"], &device);
    assert_eq!(
        sign_in(&demo, "demo", Some(&device.key)),
        Err(unknown_device())
    );
    assert!(sign_in(&demo, "demo", None).is_ok());
}

#[test]
fn a_stranger_has_no_device_either() {
    let cognito = Cognito::new();
    let hiding = json!({ "PreventUserExistenceErrors": "ENABLED" });
    let demo = cognito.demo_with(&super::tracking(), &hiding);
    for username in ["demo", "nobody"] {
        assert_eq!(
            sign_in(&demo, username, Some("us-east-1_0-0")),
            Err(unknown_device())
        );
    }
    let demo = super::demo(&cognito);
    let expected = refusal("UserNotFound", "User does not exist.");
    assert_eq!(
        sign_in(&demo, "nobody", Some("us-east-1_0-0")),
        Err(expected)
    );
}

#[test]
fn without_the_unknown_device_the_same_proof_goes_on() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let mut proof = demo.srp_proof("demo", PASSWORD).unwrap();
    proof["DEVICE_KEY"] = "us-east-1_0-0".into();
    assert_eq!(
        demo.respond("PASSWORD_VERIFIER", None, &proof),
        Err(unknown_device())
    );
    proof.as_object_mut().unwrap().remove("DEVICE_KEY");
    let answer = demo.respond("PASSWORD_VERIFIER", None, &proof).unwrap();
    Device::offered(&answer["AuthenticationResult"]);
}

#[test]
fn a_device_that_is_forgotten_meanwhile_proves_nothing() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, tokens) = confirmed(&demo, "demo");
    let challenge = sign_in(&demo, "demo", Some(&device.key)).unwrap();
    let (client, next) = introduce(&demo, "demo", &device, &challenge).unwrap();
    let session = text(&next["Session"]);
    let claim = claim(&demo, "demo", &device, (client, &next));
    let answer = || demo.respond("DEVICE_PASSWORD_VERIFIER", Some(&session), &claim);
    set_remembered(&demo, &tokens["AccessToken"], &device, "not_remembered");
    assert_eq!(answer(), Err(unknown_device()));
    forget(&demo, &tokens["AccessToken"], &device);
    assert_eq!(answer(), Err(unknown_device()));
}

#[test]
fn a_device_that_is_not_remembered_is_not_asked() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&prompting(), &json!({}));
    let (device, tokens) = confirmed(&demo, "demo");
    let answer = sign_in(&demo, "demo", Some(&device.key)).unwrap();
    assert!(answer["AuthenticationResult"]["AccessToken"].is_string());
    set_remembered(&demo, &tokens["AccessToken"], &device, "remembered");
    let challenge = sign_in(&demo, "demo", Some(&device.key)).unwrap();
    prove(&demo, "demo", &device, &challenge).unwrap();
}

#[test]
fn an_administrator_s_sign_in_asks_the_device_too() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, _) = confirmed(&demo, "demo");
    let input = json!({
        "UserPoolId": demo.pool_id, "ClientId": demo.client_id,
        "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "demo", "PASSWORD": PASSWORD, "DEVICE_KEY": device.key },
    });
    let challenge = cognito.expect("AdminInitiateAuth", &input);
    assert_eq!(challenge["ChallengeName"], "DEVICE_SRP_AUTH");
    // The public door does not answer it.
    let answer = introduce(&demo, "demo", &device, &challenge).map(drop);
    assert_eq!(answer, Err(invalid()));
}

#[test]
fn a_user_who_is_gone_takes_the_devices_along() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let (device, _) = confirmed(&demo, "demo");
    let input = json!({ "UserPoolId": demo.pool_id, "Username": "demo" });
    cognito.expect("AdminDeleteUser", &input);
    cognito.user(&demo.pool_id, "demo", &json!([]));
    assert_eq!(
        sign_in(&demo, "demo", Some(&device.key)),
        Err(unknown_device())
    );
    let tokens = tokens(&demo, "demo");
    let input = json!({ "AccessToken": tokens["AccessToken"] });
    assert_eq!(cognito.expect("ListDevices", &input)["Devices"], json!([]));
}
