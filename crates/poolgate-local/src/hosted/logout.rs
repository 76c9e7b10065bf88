//! `GET /logout` (protocol.md 6.5).

use super::authorization::{AuthorizationRequest, Fault};
use super::{Answer, Visit, browser_session, pages};
use crate::app_clients::app_client_of;
use crate::core::Context;

/// Signs out in this browser and leads on: to a registered `logout_uri`, or to the sign-in page for
/// another user. Whoever names neither is told that it is done; any other place is refused, since it
/// could be anywhere.
pub(super) fn answer(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    let location = match destination(context, visit) {
        Ok(location) => location,
        Err(fault) => return fault.answer(visit),
    };
    let cookie = match browser_session::end(context, visit) {
        Ok(cookie) => cookie,
        Err(error) => return Answer::text(500, error.message),
    };
    let answer = match location {
        Some(location) => Answer::redirect(location),
        None => pages::signed_out(context, visit),
    };
    answer.with_cookie(&cookie)
}

/// A `logout_uri` wins over a `redirect_uri`.
fn destination(context: &Context<'_>, visit: &Visit<'_>) -> Result<Option<String>, Fault> {
    let (client_id, query) = (visit.query.get("client_id"), &visit.query);
    if query.repeated(&["client_id", "logout_uri"]).is_some() {
        return Err(Fault::shown("invalid_request", client_id));
    }
    let app = client_id.and_then(|id| app_client_of(context, &visit.pool.id, id).ok());
    let app = app.ok_or_else(|| Fault::shown("invalid_client", client_id))?;
    if let Some(logout_uri) = query.get("logout_uri") {
        let mut registered = app.client.settings.logout_urls.iter().flatten();
        // To the letter, like redirect URIs.
        let known = registered.find(|known| *known == logout_uri);
        let mismatch = || Fault::mismatch(client_id, "logout_uri", Some(logout_uri));
        return known.cloned().map(Some).ok_or_else(mismatch);
    }
    if query.get("redirect_uri").is_none() {
        return Ok(None);
    }
    let request = AuthorizationRequest::parse(context, &visit.pool.id, query)?;
    // The provider may know the person still, who wants to be another one (U).
    let another = request.external_provider().map(|_| pages::as_another());
    let (query, another) = (request.to_query(), another.unwrap_or_default());
    Ok(Some(visit.link(&format!("/login?{query}{another}"))))
}
