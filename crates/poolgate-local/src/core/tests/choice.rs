//! `USER_AUTH` (protocol.md 3.4).

mod available;
mod one_time_password;
mod password;
mod sign_up_session;
mod strangers;

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, Refusal, refusal, text};

const PHONE_NUMBER: &str = "+12065551234";
const EMAIL: &str = "someone@example.com";

/// A pool that allows passwords and codes either way. `demo` has a password only, `reachable` has
/// both addresses too.
fn demo(cognito: &Cognito) -> Demo<'_> {
    demo_with(cognito, &json!({}), &json!({}))
}

fn demo_with<'c>(cognito: &'c Cognito, pool: &Value, client: &Value) -> Demo<'c> {
    let mut pool = pool.clone();
    pool["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"] =
        json!(["PASSWORD", "EMAIL_OTP", "SMS_OTP"]);
    let mut client = client.clone();
    client["ExplicitAuthFlows"] = json!(["ALLOW_USER_AUTH"]);
    let demo = cognito.demo_with(&pool, &client);
    let attributes = json!([
        { "Name": "phone_number", "Value": PHONE_NUMBER }, { "Name": "email", "Value": EMAIL },
    ]);
    cognito.user(&demo.pool_id, "reachable", &attributes);
    demo
}

/// `USER_AUTH` with these parameters beside the name.
fn begin(demo: &Demo<'_>, username: &str, parameters: &Value) -> Result<Value, Refusal> {
    let mut parameters = parameters.clone();
    parameters["USERNAME"] = username.into();
    demo.initiate("USER_AUTH", &parameters)
}

/// The choice, with nothing preferred.
fn session(demo: &Demo<'_>, username: &str) -> String {
    let challenge = begin(demo, username, &json!({})).unwrap();
    assert_eq!(challenge["ChallengeName"], "SELECT_CHALLENGE");
    text(&challenge["Session"])
}

fn select(
    demo: &Demo<'_>,
    username: &str,
    session: &str,
    responses: &Value,
) -> Result<Value, Refusal> {
    let mut responses = responses.clone();
    responses["USERNAME"] = username.into();
    demo.respond("SELECT_CHALLENGE", Some(session), &responses)
}

fn spent_session() -> Refusal {
    let message = "Invalid session for the user, session can only be used once.";
    refusal("NotAuthorized", message)
}

fn expired_session() -> Refusal {
    let message = "Invalid session for the user, session is expired.";
    refusal("NotAuthorized", message)
}

fn invalid_session() -> Refusal {
    refusal("NotAuthorized", "Invalid session for the user.")
}
