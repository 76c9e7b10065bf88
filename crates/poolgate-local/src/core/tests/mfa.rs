//! Second factors (protocol.md 3.3 and 3.6).

mod configuration;
mod email;
mod legacy_settings;
mod precedence;
mod preference;
mod selection;
mod software_token;
mod software_token_setup;
mod text_message;

use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use super::Cognito;
use super::harness::{Demo, PASSWORD, Refusal, refusal, text};

const PHONE_NUMBER: &str = "+12065551234";
const EMAIL: &str = "someone@example.com";

/// A pool with this `MfaConfiguration` and these factors; the user `demo` has both addresses.
fn pool_with<'c>(cognito: &'c Cognito, configuration: &str, factors: &[&str]) -> Demo<'c> {
    let demo = cognito.demo_with(&json!({}), &json!({}));
    let attributes = json!([
        { "Name": "phone_number", "Value": PHONE_NUMBER }, { "Name": "email", "Value": EMAIL },
    ]);
    cognito.user(&demo.pool_id, "reachable", &attributes);
    configure(&demo, configuration, factors);
    demo
}

fn configure(demo: &Demo<'_>, configuration: &str, factors: &[&str]) {
    let sms =
        json!({ "SmsConfiguration": { "SnsCallerArn": "arn:aws:iam::123456789012:role/sns" } });
    let offer = |factor, settings| {
        if factors.contains(&factor) {
            settings
        } else {
            json!(null)
        }
    };
    let input = json!({
        "UserPoolId": demo.pool_id, "MfaConfiguration": configuration,
        "SmsMfaConfiguration": offer("SMS_MFA", sms),
        "SoftwareTokenMfaConfiguration": offer("SOFTWARE_TOKEN_MFA", json!({ "Enabled": true })),
        "EmailMfaConfiguration": offer("EMAIL_OTP", json!({ "Subject": "Your code" })),
    });
    demo.cognito.expect("SetUserPoolMfaConfig", &input);
}

/// The member of a preference that is about a factor.
pub(super) fn settings_of(factor: &str) -> &'static str {
    match factor {
        "SMS_MFA" => "SMSMfaSettings",
        "SOFTWARE_TOKEN_MFA" => "SoftwareTokenMfaSettings",
        "EMAIL_OTP" => "EmailMfaSettings",
        other => panic!("no factor {other}"),
    }
}

/// What an administrator answers who turns a factor on, and prefers it or not.
fn prefer(
    demo: &Demo<'_>,
    username: &str,
    factor: &str,
    preferred: bool,
) -> Result<Value, Refusal> {
    let input = json!({
        "UserPoolId": demo.pool_id, "Username": username,
        settings_of(factor): { "Enabled": true, "PreferredMfa": preferred },
    });
    demo.cognito.call("AdminSetUserMFAPreference", &input)
}

fn admin_get_user(demo: &Demo<'_>, username: &str) -> Value {
    let input = json!({ "UserPoolId": demo.pool_id, "Username": username });
    demo.cognito.expect("AdminGetUser", &input)
}

/// An authenticator app.
pub(super) struct App {
    secret: String,
}

impl App {
    pub(super) fn new(secret_code: &Value) -> Self {
        let secret = text(secret_code);
        Self { secret }
    }

    fn code_at(&self, seconds: i64) -> String {
        let secret = Secret::try_from_base32(&self.secret).unwrap();
        let totp = Builder::new().with_secret(secret).build().unwrap();
        totp.generate(seconds.try_into().unwrap()).to_string()
    }

    pub(super) fn code(&self, cognito: &Cognito) -> String {
        self.code_at(cognito.now())
    }

    /// A code that no step of the window has.
    fn wrong_code(&self, cognito: &Cognito) -> String {
        let right = [-30, 0, 30].map(|offset| self.code_at(cognito.now() + offset));
        let mut codes = (0..4).map(|number| format!("00000{number}"));
        codes.find(|code| !right.contains(code)).unwrap()
    }
}

/// Sets up an app for a user who is signed in, without turning it on.
pub(super) fn associate(demo: &Demo<'_>, access_token: &Value) -> App {
    let input = json!({ "AccessToken": access_token });
    let answer = demo.cognito.expect("AssociateSoftwareToken", &input);
    let app = App::new(&answer["SecretCode"]);
    let input = json!({
        "AccessToken": access_token, "UserCode": app.code(demo.cognito), "FriendlyDeviceName": "My phone",
    });
    let answer = demo.cognito.expect("VerifySoftwareToken", &input);
    assert_eq!(answer, json!({ "Status": "SUCCESS" }));
    demo.cognito.pass(60);
    app
}

/// Signs in with the password, where nothing else is asked for.
fn access_token(demo: &Demo<'_>, username: &str) -> Value {
    let answer = demo.password_sign_in(username, PASSWORD).unwrap();
    answer["AuthenticationResult"]["AccessToken"].clone()
}

/// A user of a pool with optional MFA whose app is turned on.
fn with_app(demo: &Demo<'_>, username: &str) -> App {
    let app = associate(demo, &access_token(demo, username));
    prefer(demo, username, "SOFTWARE_TOKEN_MFA", false).unwrap();
    app
}

/// Answers `SOFTWARE_TOKEN_MFA`.
fn answer_app(
    demo: &Demo<'_>,
    username: &str,
    session: &Value,
    code: &str,
) -> Result<Value, Refusal> {
    let responses = json!({ "USERNAME": username, "SOFTWARE_TOKEN_MFA_CODE": code });
    demo.respond("SOFTWARE_TOKEN_MFA", session.as_str(), &responses)
}

fn mismatch() -> Refusal {
    refusal("CodeMismatch", "Invalid code received for user")
}

fn invalid_session() -> Refusal {
    refusal("NotAuthorized", "Invalid session for the user.")
}

fn spent_session() -> Refusal {
    let message = "Invalid session for the user, session can only be used once.";
    refusal("NotAuthorized", message)
}

fn expired_session() -> Refusal {
    let message = "Invalid session for the user, session is expired.";
    refusal("NotAuthorized", message)
}
