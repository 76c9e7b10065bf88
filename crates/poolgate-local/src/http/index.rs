//! `GET /`: a page for people, where the service answers none but calls.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, ALLOW, HeaderValue};
use axum::response::Response;

use super::headers::{text, want_page};
use super::{Shell, reply, wrong_method};
use crate::hosted::fields::Fields;
use crate::hosted::pages;

/// The index for a browser; a program that has the method wrong is told so.
pub(super) async fn page(State(shell): State<Arc<Shell>>, request: Request) -> Response {
    let headers = request.headers();
    if !want_page(headers) {
        let mut refusal = wrong_method(request).await;
        let calls = HeaderValue::from_static("POST,OPTIONS");
        refusal.headers_mut().insert(ALLOW, calls);
        return refusal;
    }
    let query = Fields::parse(request.uri().query().unwrap_or_default().as_bytes());
    let language = text(headers, &ACCEPT_LANGUAGE);
    let page = shell.with_context(|context| pages::server_index(context, &query, language));
    reply::from_domain(page.into_response())
}
