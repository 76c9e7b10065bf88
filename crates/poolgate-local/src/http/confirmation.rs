//! The page behind the link in an e-mail that confirms a sign-up.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::http::{StatusCode, Uri};
use axum::response::Response;

use super::Shell;
use crate::users::confirmation;

/// Confirms the sign-up, and tells so in plain text: nothing that was sent is read as a page.
pub(super) async fn confirm_by_link(State(shell): State<Arc<Shell>>, uri: Uri) -> Response {
    let Some(link) = Link::from_query(uri.query().unwrap_or_default()) else {
        return page(StatusCode::BAD_REQUEST, "This link is not complete.");
    };
    let confirmed = shell.with_context(|context| {
        let (client_id, code) = (&link.client_id, &link.confirmation_code);
        confirmation::confirm_by_link(context, client_id, &link.user_name, code)
    });
    let journal = shell.core.journal();
    // Also a refusal may have been counted.
    let durable = journal.durable(journal.ticket()).await;
    match confirmed.and(durable) {
        Ok(()) => page(StatusCode::OK, "Your registration has been confirmed!"),
        Err(error) => page(StatusCode::BAD_REQUEST, &error.message),
    }
}

/// What the link carries.
struct Link {
    client_id: String,
    user_name: String,
    confirmation_code: String,
}

impl Link {
    fn from_query(query: &str) -> Option<Self> {
        let (mut client_id, mut user_name, mut confirmation_code) = (None, None, None);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "client_id" => client_id = Some(value.into_owned()),
                "user_name" => user_name = Some(value.into_owned()),
                "confirmation_code" => confirmation_code = Some(value.into_owned()),
                _ => {}
            }
        }
        Some(Self {
            client_id: client_id?,
            user_name: user_name?,
            confirmation_code: confirmation_code?,
        })
    }
}

fn page(status: StatusCode, text: &str) -> Response {
    let mut response = Response::new(text.to_owned().into());
    *response.status_mut() = status;
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, plain);
    response
}
