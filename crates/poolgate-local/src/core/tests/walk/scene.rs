//! Where a path leads through: a server, a pool, an app client, a user.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine};
use getrandom::SysRng;
use poolgate_flow::{
    AppClient, ClientSecret, NewDeviceMetadata, Parameters, Password, Request, SignIn, Step,
    Username, Waiting,
};
use rand_core::UnwrapErr;
use serde_json::{Value, json};

use super::super::functions::{Functions, lambda_config, quiz};
use super::super::harness::{Cognito, Demo, PASSWORD, text};
use super::super::mfa::{App, settings_of};
use super::paths::Path;
use super::person;

/// The user of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum User {
    /// With a password that lasts.
    Confirmed,
    /// The same, in a pool whose users go by their e-mail addresses in any case.
    NamedByEmail,
    /// With a temporary password.
    Invited,
    /// Who chooses this first.
    Choosing(&'static str),
}

/// The pool's second factors, and the user's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mfa {
    Off,
    Sms,
    Email,
    App,
    /// The user has all three, prefers none, and chooses this one.
    Choose(&'static str),
    /// Demanded of a user who has none and sets up an app.
    SetUpApp,
    /// The same with e-mail.
    SetUpEmail,
}

/// The user's device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Device {
    Untracked,
    Remembered,
    NotRemembered,
    Forgotten,
}

/// The response to an authenticator app's challenge.
const APP_CODE: &str = "SOFTWARE_TOKEN_MFA_CODE";
const PHONE_NUMBER: &str = "+12065551234";

pub(super) struct Scene<'p> {
    pub(super) demo: Demo<'p>,
    /// The name that is stored; of a user who goes by the e-mail address, the address.
    pub(super) username: String,
    pub(super) app: RefCell<Option<App>>,
    pub(super) path: &'p Path,
    client: AppClient,
    device: Option<poolgate_flow::Device>,
}

/// The pool of a path and its two app clients; each walk has a user of its own there.
pub(super) struct Place {
    cognito: Cognito,
    pool_id: String,
    clients: [AppClient; 2],
    users: Cell<u32>,
}

impl Place {
    pub(super) fn of(path: &Path) -> Self {
        let cognito = Cognito::calling(&functions());
        let pool_id = cognito.pool(&pool(path));
        let clients = [false, true].map(|secret| app_client(&cognito, &pool_id, secret));
        Self {
            cognito,
            pool_id,
            clients,
            users: Cell::new(0),
        }
    }
}

impl<'p> Scene<'p> {
    pub(super) fn set(place: &'p Place, path: &'p Path, confidential: bool) -> Self {
        let client = place.clients[usize::from(confidential)].clone();
        place.users.set(place.users.get() + 1);
        let mut scene = Self {
            demo: Demo {
                cognito: &place.cognito,
                pool_id: place.pool_id.clone(),
                client_id: client.client_id().as_str().to_owned(),
            },
            username: format!("ana{}", place.users.get()),
            app: RefCell::default(),
            path,
            client,
            device: None,
        };
        scene.create_user();
        scene.register_device();
        scene.set_up_mfa();
        scene
    }
}

impl Scene<'_> {
    pub(super) fn cognito(&self) -> &Cognito {
        self.demo.cognito
    }

    pub(super) fn sign_in(&self) -> SignIn {
        let name = match self.path.user {
            User::NamedByEmail => self.email().to_uppercase(),
            _ => self.username.clone(),
        };
        let name = Username::new(&name).unwrap();
        SignIn::new(self.client.clone(), name).device(self.device.clone())
    }

    /// The call that comes next: the machine's own, or the person's right answer.
    pub(super) fn next(&self, turn: Step, place: &str) -> (Waiting, Request) {
        match turn {
            Step::Send(waiting, request) => (waiting, request),
            Step::Challenge(challenge) => person::answer(self, challenge),
            other => panic!("{place}: {other:?}"),
        }
    }

    /// The same answer, as a person would give it now: an app shows another code by then.
    pub(super) fn as_of_now(&self, request: &Request) -> Request {
        let mut request = request.clone();
        let app = self.app.borrow();
        match (&mut request, app.as_ref()) {
            (Request::VerifySoftwareToken(call), Some(app)) => {
                call.user_code = app.code(self.cognito());
            }
            (Request::RespondToAuthChallenge(call), Some(app))
                if call.responses.value(APP_CODE).is_some() =>
            {
                let code = app.code(self.cognito());
                call.responses = with(&call.responses, APP_CODE, &code);
            }
            _ => {}
        }
        request
    }

    fn create_user(&self) {
        let input = json!({
            "UserPoolId": self.demo.pool_id, "MessageAction": "SUPPRESS",
            "Username": self.typed_name(),
            "UserAttributes": self.attributes(),
            "TemporaryPassword": PASSWORD,
        });
        let created = self.cognito().expect("AdminCreateUser", &input);
        if self.path.user != User::Invited {
            let username = text(&created["User"]["Username"]);
            let cognito = self.cognito();
            cognito.set_password(&self.demo.pool_id, &username, PASSWORD, true);
        }
    }

    fn typed_name(&self) -> String {
        match self.path.user {
            User::NamedByEmail => self.email(),
            _ => self.username.clone(),
        }
    }

    fn email(&self) -> String {
        format!("{}@example.com", self.username)
    }

    fn attributes(&self) -> Value {
        let email = json!({ "Name": "email", "Value": self.email() });
        let verified = json!({ "Name": "email_verified", "Value": "true" });
        let phone = json!({ "Name": "phone_number", "Value": PHONE_NUMBER });
        match self.path.mfa {
            // Whoever has an address for a factor is not asked to set one up.
            Mfa::SetUpApp | Mfa::SetUpEmail => json!([]),
            _ => json!([email, verified, phone]),
        }
    }

    /// Turns the pool's second factors on, and the user's.
    fn set_up_mfa(&self) {
        let demanded = match self.path.mfa {
            Mfa::Off => return,
            Mfa::SetUpApp | Mfa::SetUpEmail => "ON",
            _ => "OPTIONAL",
        };
        let input = json!({
            "UserPoolId": self.demo.pool_id, "MfaConfiguration": demanded,
            "SmsMfaConfiguration": { "SmsConfiguration": sms_configuration() },
            "SoftwareTokenMfaConfiguration": { "Enabled": true },
            "EmailMfaConfiguration": { "Subject": "Your code" },
        });
        self.cognito().expect("SetUserPoolMfaConfig", &input);
        for factor in factors(self.path.mfa) {
            if *factor == "SOFTWARE_TOKEN_MFA" {
                self.set_up_app();
            }
            let input = json!({
                "UserPoolId": self.demo.pool_id, "Username": self.username,
                settings_of(factor): { "Enabled": true },
            });
            self.cognito().expect("AdminSetUserMFAPreference", &input);
        }
    }

    fn set_up_app(&self) {
        let token = self.sign_in_before()["AccessToken"].clone();
        let app = super::super::mfa::associate(&self.demo, &token);
        self.app.replace(Some(app));
    }

    /// Signs in before anything is demanded.
    fn sign_in_before(&self) -> Value {
        let mut input = json!({
            "UserPoolId": self.demo.pool_id, "ClientId": self.client.client_id().as_str(),
            "AuthFlow": "ADMIN_USER_PASSWORD_AUTH", "AuthParameters": {
                "USERNAME": self.username, "PASSWORD": PASSWORD,
                "SECRET_HASH": self.client.secret_hash(&self.username),
            },
        });
        if let Some(parameters) = input["AuthParameters"].as_object_mut() {
            parameters.retain(|_, value| !value.is_null());
        }
        let answer = self.cognito().expect("AdminInitiateAuth", &input);
        answer["AuthenticationResult"].clone()
    }

    /// Has the user's device confirmed, and remembered or forgotten.
    fn register_device(&mut self) {
        if self.path.device == Device::Untracked {
            return;
        }
        let result = self.sign_in_before();
        let named = &result["NewDeviceMetadata"];
        let named = NewDeviceMetadata {
            device_key: text(&named["DeviceKey"]).as_str().into(),
            device_group_key: text(&named["DeviceGroupKey"]),
        };
        let (device, verifier) = poolgate_flow::Device::register(named, &mut UnwrapErr(SysRng));
        assert!(BASE64_STANDARD.decode(&verifier.salt).is_ok());
        let (token, key) = (&result["AccessToken"], device.key.expose());
        let input = json!({
            "AccessToken": token, "DeviceKey": key, "DeviceName": "laptop",
            "DeviceSecretVerifierConfig": {
                "PasswordVerifier": verifier.password_verifier, "Salt": verifier.salt,
            },
        });
        self.cognito().expect("ConfirmDevice", &input);
        match self.path.device {
            Device::NotRemembered => {
                let status = "not_remembered";
                let input = json!({ "AccessToken": token, "DeviceKey": key, "DeviceRememberedStatus": status });
                self.cognito().expect("UpdateDeviceStatus", &input);
            }
            Device::Forgotten => {
                let input = json!({ "AccessToken": token, "DeviceKey": key });
                self.cognito().expect("ForgetDevice", &input);
            }
            Device::Remembered | Device::Untracked => {}
        }
        self.device = Some(device);
    }
}

/// Ask for the password of whoever begins with SRP, and then the quiz's question.
fn functions() -> Arc<Functions> {
    Functions::new(|function, event| {
        let request = &event["request"];
        let begun = json!([{
            "challengeName": "SRP_A", "challengeResult": true, "challengeMetadata": null,
        }]);
        if function == "define" && request["session"] == begun {
            return Ok(json!({ "challengeName": "PASSWORD_VERIFIER" }));
        }
        Ok(quiz(function, request))
    })
}

fn pool(path: &Path) -> Value {
    let mut pool = lambda_config();
    pool["Policies"] = json!({ "SignInPolicy": {
        "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP"],
    } });
    pool["SmsConfiguration"] = sms_configuration();
    if path.user == User::NamedByEmail {
        pool["UsernameAttributes"] = json!(["email"]);
        pool["UsernameConfiguration"] = json!({ "CaseSensitive": false });
    }
    if path.device != Device::Untracked {
        pool["DeviceConfiguration"] = json!({
            "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": false,
        });
    }
    pool
}

fn sms_configuration() -> Value {
    json!({ "SnsCallerArn": "arn:aws:iam::123456789012:role/sns" })
}

fn factors(mfa: Mfa) -> &'static [&'static str] {
    match mfa {
        Mfa::Off | Mfa::SetUpApp | Mfa::SetUpEmail => &[],
        Mfa::Sms => &["SMS_MFA"],
        Mfa::Email => &["EMAIL_OTP"],
        Mfa::App => &["SOFTWARE_TOKEN_MFA"],
        Mfa::Choose(_) => &["SOFTWARE_TOKEN_MFA", "SMS_MFA", "EMAIL_OTP"],
    }
}

fn app_client(cognito: &Cognito, pool_id: &str, confidential: bool) -> AppClient {
    let input = json!({
        "UserPoolId": pool_id, "ClientName": "walk", "GenerateSecret": confidential,
        "ExplicitAuthFlows": [
            "ALLOW_USER_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_USER_SRP_AUTH",
            "ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH",
            "ALLOW_REFRESH_TOKEN_AUTH",
        ],
    });
    let created = &cognito.expect("CreateUserPoolClient", &input)["UserPoolClient"];
    let (pool_id, client_id) = (pool_id.parse(), text(&created["ClientId"]).parse());
    let (pool_id, client_id) = (pool_id.unwrap(), client_id.unwrap());
    match created["ClientSecret"].as_str() {
        Some(secret) => {
            let secret = ClientSecret::new(secret.to_owned()).unwrap();
            AppClient::confidential(pool_id, client_id, secret)
        }
        None => AppClient::public(pool_id, client_id),
    }
}

pub(super) fn password() -> Password {
    Password::new(PASSWORD.to_owned()).unwrap()
}

/// The same parameters with one more.
pub(super) fn with(parameters: &Parameters, name: &str, value: &str) -> Parameters {
    parameters.clone().with(name, value)
}
