//! Remembered devices (protocol.md 2).

mod confirmation;
mod custom_auth;
mod operations;
mod proof;
mod refresh;
mod second_factor;

use base64::prelude::{BASE64_STANDARD, Engine};
use getrandom::SysRng;
use poolgate_srp::{Client, Identity, Salt, Verifier};
use rand_core::UnwrapErr;
use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, PASSWORD, Refusal, refusal, srp_claim, text};

/// The pool's settings: devices are tracked, remembered at once, and replace the second factor.
fn tracking() -> Value {
    json!({ "DeviceConfiguration": {
        "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": false,
    } })
}

/// The same, but devices are remembered only once the user says so.
fn prompting() -> Value {
    json!({ "DeviceConfiguration": { "DeviceOnlyRememberedOnUserPrompt": true } })
}

fn demo(cognito: &Cognito) -> Demo<'_> {
    cognito.demo_with(&tracking(), &json!({}))
}

/// What a client keeps of its device.
#[derive(Clone)]
struct Device {
    key: String,
    group_key: String,
    password: String,
}

impl Device {
    /// The device that a sign-in has offered.
    #[track_caller]
    fn offered(result: &Value) -> Self {
        let metadata = &result["NewDeviceMetadata"];
        Self {
            key: text(&metadata["DeviceKey"]),
            group_key: text(&metadata["DeviceGroupKey"]),
            password: "the device's own password".to_owned(),
        }
    }

    fn identity(&self) -> Identity<'_> {
        Identity::device(&self.group_key, &self.key)
    }

    /// What confirms it.
    fn confirmation(&self, access_token: &Value) -> Value {
        let salt = Salt::random(&mut UnwrapErr(SysRng));
        let password = self.password.as_bytes();
        let verifier = Verifier::from_password(&self.identity(), password, &salt);
        json!({
            "AccessToken": access_token, "DeviceKey": self.key, "DeviceName": "My laptop",
            "DeviceSecretVerifierConfig": {
                "PasswordVerifier": BASE64_STANDARD.encode(verifier.to_signed_bytes().as_slice()),
                "Salt": BASE64_STANDARD.encode(salt.to_signed_bytes()),
            },
        })
    }
}

/// Signs in with the password, naming a device or not.
fn sign_in(demo: &Demo<'_>, username: &str, device_key: Option<&str>) -> Result<Value, Refusal> {
    let mut parameters = json!({ "USERNAME": username, "PASSWORD": PASSWORD });
    if let Some(device_key) = device_key {
        parameters["DEVICE_KEY"] = device_key.into();
    }
    demo.initiate("USER_PASSWORD_AUTH", &parameters)
}

/// The tokens of a sign-in that is asked for nothing but the password.
#[track_caller]
fn tokens(demo: &Demo<'_>, username: &str) -> Value {
    sign_in(demo, username, None).unwrap()["AuthenticationResult"].clone()
}

/// A device that was confirmed, and the tokens of the sign-in that it was confirmed in.
#[track_caller]
fn confirmed(demo: &Demo<'_>, username: &str) -> (Device, Value) {
    let tokens = tokens(demo, username);
    let device = Device::offered(&tokens);
    demo.cognito.expect(
        "ConfirmDevice",
        &device.confirmation(&tokens["AccessToken"]),
    );
    (device, tokens)
}

/// The device's first answer, and the client that made it.
fn introduce(
    demo: &Demo<'_>,
    username: &str,
    device: &Device,
    challenge: &Value,
) -> Result<(Client, Value), Refusal> {
    assert_eq!(challenge["ChallengeName"], "DEVICE_SRP_AUTH", "{challenge}");
    let client = Client::start(&mut UnwrapErr(SysRng));
    let responses = json!({
        "USERNAME": username, "DEVICE_KEY": device.key,
        "SRP_A": client.public_value().to_hex(),
    });
    let session = text(&challenge["Session"]);
    let next = demo.respond("DEVICE_SRP_AUTH", Some(&session), &responses)?;
    assert_eq!(next["ChallengeName"], "DEVICE_PASSWORD_VERIFIER");
    Ok((client, next))
}

/// The responses that prove the device.
fn claim(
    demo: &Demo<'_>,
    username: &str,
    device: &Device,
    (client, challenge): (Client, &Value),
) -> Value {
    let parameters = &challenge["ChallengeParameters"];
    let now = demo.cognito.now();
    let mut claim = srp_claim(
        client,
        &device.identity(),
        &device.password,
        parameters,
        now,
    );
    claim["USERNAME"] = username.into();
    claim["DEVICE_KEY"] = device.key.clone().into();
    claim
}

/// Answers both challenges of the device.
fn prove(
    demo: &Demo<'_>,
    username: &str,
    device: &Device,
    challenge: &Value,
) -> Result<Value, Refusal> {
    let (client, next) = introduce(demo, username, device, challenge)?;
    let claim = claim(demo, username, device, (client, &next));
    let session = text(&next["Session"]);
    demo.respond("DEVICE_PASSWORD_VERIFIER", Some(&session), &claim)
}

fn set_remembered(demo: &Demo<'_>, access_token: &Value, device: &Device, status: &str) {
    let input = json!({
        "AccessToken": access_token, "DeviceKey": device.key, "DeviceRememberedStatus": status,
    });
    assert_eq!(demo.cognito.expect("UpdateDeviceStatus", &input), json!({}));
}

fn forget(demo: &Demo<'_>, access_token: &Value, device: &Device) {
    let input = json!({ "AccessToken": access_token, "DeviceKey": device.key });
    demo.cognito.expect("ForgetDevice", &input);
}

fn unknown_device() -> Refusal {
    refusal("ResourceNotFound", "Device does not exist.")
}
