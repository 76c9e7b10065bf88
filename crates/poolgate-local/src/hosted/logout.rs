//! `GET /logout` (protocol.md 6.5).

use super::authorization::{AuthorizationRequest, Fault};
use super::{Answer, Visit, browser_session};
use crate::app_clients::app_client_of;
use crate::core::Context;

/// Signs out in this browser and leads on: to a registered `logout_uri`, or to the sign-in page for
/// another user. Anything else could lead anywhere, and is only shown.
pub(super) fn answer(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    let location = match destination(context, visit) {
        Ok(location) => location,
        Err(fault) => return fault.answer(visit),
    };
    match browser_session::end(context, visit) {
        Ok(cookie) => Answer::redirect(location).with_cookie(&cookie),
        Err(error) => Answer::text(500, error.message),
    }
}

/// A `logout_uri` wins over a `redirect_uri`.
fn destination(context: &Context<'_>, visit: &Visit<'_>) -> Result<String, Fault> {
    let client_id = visit.query.get("client_id");
    let shown = |error| Fault::Shown {
        error,
        client_id: client_id.map(ToOwned::to_owned),
    };
    if visit.query.repeated(&["client_id", "logout_uri"]).is_some() {
        return Err(shown("invalid_request"));
    }
    let app = client_id.and_then(|id| app_client_of(context, &visit.pool.id, id).ok());
    let app = app.ok_or_else(|| shown("invalid_client"))?;
    let Some(logout_uri) = visit.query.get("logout_uri") else {
        if visit.query.get("redirect_uri").is_none() {
            return Err(shown("invalid_request"));
        }
        let request = AuthorizationRequest::parse(context, &visit.pool.id, &visit.query)?;
        return Ok(visit.link(&format!("/login?{}", request.to_query())));
    };
    let registered = app.client.settings.logout_urls.iter().flatten();
    // To the letter, like redirect URIs.
    match registered.into_iter().find(|known| *known == logout_uri) {
        Some(known) => Ok(known.clone()),
        None => Err(shown("redirect_mismatch")),
    }
}
