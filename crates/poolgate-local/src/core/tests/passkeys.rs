//! Passkeys: made by a user who is signed in, and used to sign in (protocol.md 4).

mod authenticator;
mod registration;
mod second_factor;
mod sign_in;

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, Refusal, text};
use authenticator::Authenticator;

const ORIGIN: &str = "https://app.example.com";

/// A pool whose passkeys are for `example.com`.
fn demo(cognito: &Cognito) -> Demo<'_> {
    demo_with(cognito, &json!({ "RelyingPartyId": "example.com" }))
}

fn demo_with<'c>(cognito: &'c Cognito, configuration: &Value) -> Demo<'c> {
    let demo = cognito.demo_with(
        &json!({
            "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"] } },
        }),
        &json!({
            "ExplicitAuthFlows": ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"],
            "PreventUserExistenceErrors": "ENABLED",
        }),
    );
    configure(&demo, configuration, "OFF");
    demo
}

fn configure(demo: &Demo<'_>, configuration: &Value, mfa: &str) {
    let input = json!({
        "UserPoolId": demo.pool_id, "MfaConfiguration": mfa,
        "SoftwareTokenMfaConfiguration": { "Enabled": true },
        "WebAuthnConfiguration": configuration,
    });
    demo.cognito.expect("SetUserPoolMfaConfig", &input);
}

impl Demo<'_> {
    fn start_registration(&self, token: &Value) -> Result<Value, Refusal> {
        let input = json!({ "AccessToken": token });
        let answer = self.cognito.call("StartWebAuthnRegistration", &input)?;
        Ok(answer["CredentialCreationOptions"].clone())
    }

    fn complete_registration(&self, token: &Value, credential: &Value) -> Result<Value, Refusal> {
        let input = json!({ "AccessToken": token, "Credential": credential });
        self.cognito.call("CompleteWebAuthnRegistration", &input)
    }

    /// A passkey of `demo`.
    fn passkey(&self) -> Authenticator {
        let token = self.tokens()["AccessToken"].clone();
        let options = self.start_registration(&token).unwrap();
        let mut authenticator = Authenticator::new();
        let credential = authenticator.create(&options, ORIGIN);
        assert_eq!(
            self.complete_registration(&token, &credential),
            Ok(json!({}))
        );
        authenticator
    }

    fn list_passkeys(&self, input: &Value) -> Value {
        let mut input = input.clone();
        input["AccessToken"] = self.tokens()["AccessToken"].clone();
        self.cognito.expect("ListWebAuthnCredentials", &input)
    }

    /// The session and the options of a passkey's challenge.
    fn challenged(&self, username: &str) -> (String, Value) {
        let preferred = json!({ "USERNAME": username, "PREFERRED_CHALLENGE": "WEB_AUTHN" });
        let challenge = self.initiate("USER_AUTH", &preferred).unwrap();
        assert_eq!(challenge["ChallengeName"], "WEB_AUTHN");
        let options = text(&challenge["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"]);
        (
            text(&challenge["Session"]),
            serde_json::from_str(&options).unwrap(),
        )
    }

    fn answer(&self, session: &str, credential: &Value) -> Result<Value, Refusal> {
        let responses = json!({ "USERNAME": "demo", "CREDENTIAL": credential.to_string() });
        self.respond("WEB_AUTHN", Some(session), &responses)
    }
}
