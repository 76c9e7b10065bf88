//! The page behind the link in an e-mail that confirms a sign-up, for a pool with or without a domain.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;

use super::headers::text;
use super::{Shell, reply};
use crate::hosted::fields::Fields;
use crate::hosted::pages;

/// Confirms the sign-up, and tells so.
pub(super) async fn confirm_by_link(
    State(shell): State<Arc<Shell>>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let query = Fields::parse(uri.query().unwrap_or_default().as_bytes());
    let language = text(&headers, &ACCEPT_LANGUAGE);
    let page = shell.with_context(|context| pages::confirmed(context, &query, language));
    let journal = shell.core.journal();
    // Also a refusal may have been counted.
    match journal.durable(journal.ticket()).await {
        Ok(()) => reply::from_domain(page.into_response()),
        Err(error) => reply::refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.message),
    }
}
