//! `GET /error`: the application's request is not one that it can be told about (protocol.md 6.1).

use url::Url;

use super::message::{failure, frame};
use crate::app_clients::app_client_of;
use crate::core::Context;
use crate::hosted::{Answer, Visit};
use crate::model::ClientSettings;

/// Characters of an address that the page repeats.
const LONGEST_ADDRESS: usize = 200;

pub(in crate::hosted) fn error_page(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    failure(&frame(context, visit), 400, &detail(context, visit))
}

fn detail(context: &Context<'_>, visit: &Visit<'_>) -> String {
    let is_code =
        |code: &&str| code.len() <= 40 && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    // Only a code: whoever makes up a link must not choose what this page says.
    let code = visit.query.get("error").filter(is_code);
    let detail = match code {
        Some("invalid_client") => {
            "invalid_client: no app client of this user pool has the client_id."
        }
        Some("redirect_mismatch") => return mismatch(context, visit),
        Some("invalid_state") => {
            "invalid_state: this answer of an identity provider belongs to no sign-in that began in \
             this browser, or comes too late."
        }
        Some("unsupported_identity_provider") => {
            "unsupported_identity_provider: of external identity providers, those of OpenID Connect \
             (OIDC) are supported here; SAML and the social ones are not."
        }
        code => code.unwrap_or("invalid_request"),
    };
    detail.to_owned()
}

/// Which address nobody is led to, and where it would have to be registered. The service's page says
/// less; the developers in front of this one need it.
fn mismatch(context: &Context<'_>, visit: &Visit<'_>) -> String {
    let query = &visit.query;
    let [parameter, kind, setting] = if query.get("logout_uri").is_some() {
        ["logout_uri", "sign-out URLs", "LogoutURLs"]
    } else {
        ["redirect_uri", "callback URLs", "CallbackURLs"]
    };
    let client_id = query.get("client_id").unwrap_or_default();
    let app = app_client_of(context, &visit.pool.id, client_id).ok();
    if app.is_some_and(|app| allows_nobody(&app.client.settings)) {
        return format!(
            "redirect_mismatch: the app client is not set up for these pages. It needs \
             AllowedOAuthFlowsUserPoolClient, AllowedOAuthFlows, AllowedOAuthScopes and the {parameter} \
             in {setting} (UpdateUserPoolClient)."
        );
    }
    let Some(given) = query.get(parameter) else {
        return format!(
            "redirect_mismatch: the request has no {parameter}, which has to be one of the app \
             client's {kind} ({setting})."
        );
    };
    format!(
        "redirect_mismatch: the {parameter} {}is none of the app client's {kind}. UpdateUserPoolClient \
         registers it in {setting}, to the letter.",
        shown(given)
    )
}

/// A client without any OAuth setting.
fn allows_nobody(settings: &ClientSettings) -> bool {
    let is_empty = |urls: &Option<Vec<String>>| urls.as_ref().is_none_or(Vec::is_empty);
    !settings.allowed_oauth_flows_user_pool_client
        && is_empty(&settings.callback_urls)
        && is_empty(&settings.logout_urls)
}

/// The address itself, if it is one: without blanks, it has no sentence for whoever follows a link
/// that somebody has made up.
fn shown(given: &str) -> String {
    let is_address = Url::parse(given).is_ok() && given.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_address {
        return String::new();
    }
    let start: String = given.chars().take(LONGEST_ADDRESS).collect();
    let more = if start.len() < given.len() { "…" } else { "" };
    format!("{start}{more} ")
}
