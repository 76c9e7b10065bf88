//! The pages for people: each form as a browser without scripts sends it.

mod account;
mod confirmation;
mod errors;
mod forgery;
mod hostile;
mod inbox;
mod index;
mod mfa;
mod new_password;
mod recovery;
mod sign_in;
mod sign_up;
mod steps;
mod visitor;

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, text};

const CALLBACK: &str = "http://localhost:8400/callback";

/// A pool with the domain `app`, a client for the code flow that hides its users, and the user `demo`.
fn site(cognito: &Cognito) -> Demo<'_> {
    site_with(cognito, &json!({}), &json!({}))
}

/// The same with these settings.
fn site_with<'c>(cognito: &'c Cognito, pool: &Value, client: &Value) -> Demo<'c> {
    let mut settings = json!({
        "PreventUserExistenceErrors": "ENABLED",
        "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid"],
        "CallbackURLs": [CALLBACK],
        "SupportedIdentityProviders": ["COGNITO"],
        // The pages are not among the flows of the API.
        "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
    });
    for (name, value) in client.as_object().unwrap() {
        settings[name] = value.clone();
    }
    let demo = cognito.demo_with(pool, &settings);
    let domain = json!({ "UserPoolId": demo.pool_id, "Domain": "app" });
    cognito.expect("CreateUserPoolDomain", &domain);
    demo
}

/// The code in the newest message for a user.
#[track_caller]
fn newest_code(cognito: &Cognito, username: &str) -> String {
    cognito.newest_message(username).expect("a message").secret
}

fn status_of(demo: &Demo<'_>, username: &str) -> String {
    let input = json!({ "UserPoolId": demo.pool_id, "Username": username });
    text(&demo.cognito.expect("AdminGetUser", &input)["UserStatus"])
}
