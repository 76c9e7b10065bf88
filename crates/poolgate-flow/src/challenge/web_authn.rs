use serde_json::Value;

use super::{Challenge, Pending};
use crate::{ChallengeName, Error, Failure, Parameters, Request, Waiting};

/// The parameter with the options.
const OPTIONS: &str = "CREDENTIAL_REQUEST_OPTIONS";

/// A passkey is asked for (WebAuthn). The authenticator is the caller's: options go in, a
/// credential comes out, both in the JSON of WebAuthn Level 3.
#[derive(Clone, Debug)]
pub struct WebAuthn {
    pub(super) pending: Pending,
}

impl WebAuthn {
    pub(super) fn new(pending: Pending) -> Result<Self, Error> {
        let options: Value = pending.json_parameter(OPTIONS)?;
        match options {
            Value::Object(_) => Ok(Self { pending }),
            Value::Null => Err(Error::MissingParameter {
                challenge: ChallengeName::WebAuthn,
                name: OPTIONS,
            }),
            _ => Err(Error::InvalidParameter {
                challenge: ChallengeName::WebAuthn,
                name: OPTIONS,
                reason: "it is not a JSON object",
            }),
        }
    }

    /// `PublicKeyCredentialRequestOptionsJSON`, as the browser's
    /// `parseRequestOptionsFromJSON` takes it.
    #[must_use]
    pub fn request_options(&self) -> &str {
        self.pending.parameter(OPTIONS).unwrap_or_default()
    }

    /// Answers with the credential: `AuthenticationResponseJSON`, as the browser's `toJSON` of a
    /// credential gives it.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidCredential`], with the challenge.
    pub fn answer(self, credential: &str) -> Result<(Waiting, Request), Failure> {
        let challenge = Challenge::from(self.clone());
        if let Err(reason) = check(credential) {
            let error = Error::InvalidCredential { reason };
            return Err(Failure::retry(error, challenge));
        }
        let responses = Parameters::new().with("CREDENTIAL", credential);
        Ok(self.pending.answer(responses, challenge))
    }
}

/// Catches what was meant for another call, such as the credential of a registration.
fn check(credential: &str) -> Result<(), &'static str> {
    let credential: Value = serde_json::from_str(credential).map_err(|_| "it is not JSON")?;
    let response = &credential["response"];
    if !credential["id"].is_string() {
        Err("it has no id")
    } else if !response["clientDataJSON"].is_string() {
        Err("its response has no clientDataJSON in base64url")
    } else if !response["signature"].is_string() {
        Err("its response has no signature in base64url, as if it came from a registration")
    } else {
        Ok(())
    }
}
