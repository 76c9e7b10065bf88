//! Answers to challenges, and the calls around them.

use serde_json::{Value, json};

use crate::server::{Server, answer, check, text};

/// What whoever has no password may call.
const OPERATIONS: [&str; 11] = [
    "AssociateSoftwareToken",
    "ConfirmForgotPassword",
    "ConfirmSignUp",
    "ForgotPassword",
    "GetTokensFromRefreshToken",
    "GetUser",
    "InitiateAuth",
    "ResendConfirmationCode",
    "RespondToAuthChallenge",
    "RevokeToken",
    "VerifySoftwareToken",
];

/// A few calls are enough for every state that a sign-in has.
const MOST_CALLS: usize = 5;

/// Calls the server with each line: an operation, a blank, and the body.
///
/// So that an input comes further than the first check, these words stand for what the server gave
/// out in this run: `@CLIENT@`, `@SMS@` and `@SETUP@` (sessions of users who have proven their
/// password and not their second factor), `@BLOCK@` (a secret block for `demo`), and `@LAST@` (the
/// session of the last answer).
///
/// # Panics
///
/// If tokens come out: nobody here knows a password or a code.
pub fn challenge_answers(input: &[u8]) {
    let server = Server::demanding();
    let mut words = Words::of(&server);
    for line in input.split(|byte| *byte == b'\n').take(MOST_CALLS) {
        let Some((operation, body)) = read(line) else {
            continue;
        };
        let response = server.call(operation, words.replace(body).as_bytes());
        let answer = answer(&response);
        check(&response, &answer);
        assert!(
            answer.get("AuthenticationResult").is_none(),
            "{operation} gave tokens without a proof"
        );
        assert!(
            operation != "GetUser" || response.status == 400,
            "an access token came from nowhere"
        );
        if let Some(session) = answer.get("Session").and_then(Value::as_str) {
            session.clone_into(&mut words.last);
        }
    }
}

fn read(line: &[u8]) -> Option<(&'static str, &str)> {
    let (name, body) = std::str::from_utf8(line).ok()?.split_once(' ')?;
    let operation = OPERATIONS.into_iter().find(|known| *known == name)?;
    Some((operation, body))
}

struct Words {
    client: String,
    sms: String,
    setup: String,
    block: String,
    last: String,
}

impl Words {
    fn of(server: &Server) -> Self {
        let challenge = server.expect(
            "InitiateAuth",
            &json!({
                "ClientId": server.client_id, "AuthFlow": "USER_SRP_AUTH",
                "AuthParameters": { "USERNAME": "demo", "SRP_A": "abcdef" },
            }),
        );
        Self {
            client: server.client_id.clone(),
            sms: text(&server.sign_in("phoned")["Session"]),
            setup: text(&server.sign_in("demo")["Session"]),
            block: text(&challenge["ChallengeParameters"]["SECRET_BLOCK"]),
            last: String::new(),
        }
    }

    fn replace(&self, body: &str) -> String {
        body.replace("@CLIENT@", &self.client)
            .replace("@SMS@", &self.sms)
            .replace("@SETUP@", &self.setup)
            .replace("@BLOCK@", &self.block)
            .replace("@LAST@", &self.last)
    }
}
