//! Remembered devices: they stand for the second factor, and are listed, forgotten, and told apart.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use serde_json::{Value, json};
use support::{Cognito, Home, only_file};

/// A pool that wants a code by SMS from devices that it does not remember. `on_prompt`: it
/// remembers those only that the user wants remembered.
fn pool_with_devices(home: &Home, on_prompt: bool) -> Cognito {
    let sms = json!({ "SnsCallerArn": "arn:aws:iam::123456789012:role/sns" });
    let pool = json!({
        "SmsConfiguration": sms,
        "DeviceConfiguration": {
            "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": on_prompt,
        },
    });
    let cognito = Cognito::start_with(home, &[], pool, &["ALLOW_USER_SRP_AUTH"]);
    let factors = json!({
        "MfaConfiguration": "OPTIONAL", "SmsMfaConfiguration": { "SmsConfiguration": sms },
    });
    cognito.call("SetUserPoolMfaConfig", factors);
    cognito
}

fn demand_codes(cognito: &Cognito) {
    let settings = json!({ "Enabled": true, "PreferredMfa": true });
    let input = json!({ "Username": "ana", "SMSMfaSettings": settings });
    cognito.call("AdminSetUserMFAPreference", input);
}

fn device(cognito: &Cognito, home: &Home, arguments: &[&str]) -> String {
    let arguments = [&["device"], arguments].concat();
    cognito.run(home, &arguments, b"").success()
}

fn list(cognito: &Cognito, home: &Home) -> Vec<Value> {
    serde_json::from_str(&device(cognito, home, &["list", "--json"])).unwrap()
}

#[test]
fn a_device_stands_for_the_second_factor_until_it_is_forgotten() {
    let home = Home::new();
    let cognito = pool_with_devices(&home, false);
    cognito.login(&home, &[]).success();
    demand_codes(&cognito);
    cognito.run(&home, &["logout"], b"").success();
    cognito.login(&home, &[]).success();

    let devices = list(&cognito, &home);
    assert_eq!(devices.len(), 1, "{devices:?}");
    assert_eq!(devices[0]["this_device"], true);
    assert_eq!(devices[0]["remembered"], true);
    let status = device(&cognito, &home, &["status"]);
    assert!(
        status.starts_with(devices[0]["key"].as_str().unwrap()),
        "{status}"
    );
    assert!(
        status.contains("  state           remembered\n"),
        "{status}"
    );
    let signed_in = cognito.run(&home, &["status"], b"").success();
    assert!(
        signed_in.contains(devices[0]["key"].as_str().unwrap()),
        "{signed_in}"
    );

    let told = device(&cognito, &home, &["forget", "--yes"]);
    assert!(told.contains("then: poolgate login --pool-id"), "{told}");
    let error = cognito.login(&home, &[]).failure(4);
    assert!(
        error.contains("code sent by SMS to +*******1234 is needed"),
        "{error}"
    );
}

#[test]
fn where_the_pool_leaves_it_to_the_user_the_user_says_so() {
    let home = Home::new();
    let cognito = pool_with_devices(&home, true);
    cognito.login(&home, &[]).success();
    assert_eq!(list(&cognito, &home)[0]["remembered"], false);
    device(&cognito, &home, &["remember"]);
    assert_eq!(list(&cognito, &home)[0]["remembered"], true);
    device(&cognito, &home, &["unremember"]);
    assert_eq!(list(&cognito, &home)[0]["remembered"], false);

    let asked = Home::new();
    cognito.login(&asked, &["--remember-device"]).success();
    let devices = list(&cognito, &asked);
    assert_eq!(devices.len(), 2, "{devices:?}");
    let this: Vec<_> = devices
        .iter()
        .filter(|device| device["this_device"] == true)
        .collect();
    assert_eq!(this.len(), 1, "{devices:?}");
    assert_eq!(this[0]["remembered"], true);
    let name = this[0]["name"].as_str().unwrap();
    assert!(
        !name.is_empty() && !name.contains('.'),
        "this machine's name: {name}"
    );
}

#[test]
fn another_device_is_forgotten_by_its_key() {
    let (home, elsewhere) = (Home::new(), Home::new());
    let cognito = pool_with_devices(&home, false);
    cognito.login(&home, &[]).success();
    cognito.login(&elsewhere, &[]).success();
    let devices = list(&cognito, &home);
    let other = devices
        .iter()
        .find(|device| device["this_device"] == false)
        .unwrap();
    let key = other["key"].as_str().unwrap();

    let error = cognito
        .run(&home, &["device", "forget", key], b"")
        .failure(4);
    assert!(error.contains("is needed, but CI is set"), "{error}");
    assert!(error.contains("; or give --yes"), "{error}");
    let told = device(&cognito, &home, &["forget", key, "--yes"]);
    assert_eq!(told, format!("Forgot {key}.\n"));
    assert_eq!(list(&cognito, &home).len(), 1);
    let error = cognito
        .run(&home, &["device", "forget", key, "--yes"], b"")
        .failure(1);
    assert!(
        error.contains("ForgetDevice: ResourceNotFoundException"),
        "{error}"
    );

    // The other one finds out, and is a new device from then on.
    demand_codes(&cognito);
    let error = cognito.login(&elsewhere, &[]).failure(4);
    assert!(error.contains("code sent by SMS"), "{error}");
}

#[test]
fn a_sign_out_keeps_the_device_and_a_refresh_names_it() {
    let home = Home::new();
    let cognito = pool_with_devices(&home, false);
    cognito.login(&home, &[]).success();
    let before = cognito.run(&home, &["token"], b"").success();
    let file = only_file(&home.state().join("sessions"));
    expire(&file);
    let after = cognito.run(&home, &["token"], b"").success();
    assert_ne!(before, after, "refreshed");
    let key = list(&cognito, &home)[0]["key"].clone();
    cognito.run(&home, &["logout"], b"").success();
    cognito.login(&home, &[]).success();
    let devices = list(&cognito, &home);
    assert_eq!((devices.len(), &devices[0]["key"]), (1, &key));
}

/// Makes a kept session look as if its tokens were over.
fn expire(file: &std::path::Path) {
    let text = std::fs::read(file).unwrap();
    let mut session: Value = serde_json::from_slice(&text).unwrap();
    session["expires_at"] = json!(1);
    std::fs::write(file, session.to_string()).unwrap();
}

#[test]
fn a_pool_that_tracks_no_devices_says_so() {
    let home = Home::new();
    let cognito = Cognito::start(&home);
    cognito.login(&home, &[]).success();
    let error = cognito.run(&home, &["device", "status"], b"").failure(1);
    assert!(error.contains("has given this device no key"), "{error}");
    let error = cognito.run(&home, &["device", "list"], b"");
    assert_ne!(error.code, Some(0), "{error:?}");
}
