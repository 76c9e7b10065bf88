//! The sealed `Session` string.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde_json::json;

use crate::server::{Server, answer, check, text};

/// Alters a genuine session: pairs of bytes say where and how.
///
/// # Panics
///
/// If the altered session is taken for one of this server's.
pub fn sessions(input: &[u8]) {
    let server = Server::demanding();
    let genuine = text(&server.sign_in("phoned")["Session"]);
    let mut bytes = BASE64_URL_SAFE_NO_PAD
        .decode(&genuine)
        .expect("a session is base64url");
    for pair in input.chunks(3) {
        let [high, low, change] = *pair else {
            // What is left over makes it longer.
            bytes.extend_from_slice(pair);
            break;
        };
        let place = usize::from(u16::from_be_bytes([high, low])) % bytes.len();
        bytes[place] ^= change;
    }
    let altered = BASE64_URL_SAFE_NO_PAD.encode(&bytes);
    let body = json!({
        "ClientId": server.client_id, "ChallengeName": "SMS_MFA", "Session": altered,
        "ChallengeResponses": { "USERNAME": "phoned", "SMS_MFA_CODE": "no code" },
    });
    let response = server.call("RespondToAuthChallenge", body.to_string().as_bytes());
    let answer = answer(&response);
    check(&response, &answer);
    let expected = if altered == genuine {
        "CodeMismatchException"
    } else {
        "NotAuthorizedException"
    };
    assert_eq!(answer["__type"], expected, "{answer}");
}
