//! `GET /error`: the application's request is not one that it can be told about (protocol.md 6.1).

use super::message::{failure, frame};
use crate::core::Context;
use crate::hosted::{Answer, Visit};

pub(in crate::hosted) fn error_page(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    failure(&frame(context, visit), 400, detail(visit))
}

fn detail<'v>(visit: &'v Visit<'_>) -> &'v str {
    let is_code =
        |code: &&str| code.len() <= 40 && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    // Only a code: whoever makes up a link must not choose what this page says.
    let code = visit.query.get("error").filter(is_code);
    match code {
        Some("invalid_client") => {
            "invalid_client: no app client of this user pool has the client_id."
        }
        Some("redirect_mismatch") => {
            "redirect_mismatch: the redirect_uri is none of the app client's callback URLs."
        }
        Some("invalid_state") => {
            "invalid_state: this answer of an identity provider belongs to no sign-in that began in \
             this browser, or comes too late."
        }
        Some("unsupported_identity_provider") => {
            "unsupported_identity_provider: of external identity providers, those of OpenID Connect \
             (OIDC) are supported here; SAML and the social ones are not."
        }
        code => code.unwrap_or("invalid_request"),
    }
}
