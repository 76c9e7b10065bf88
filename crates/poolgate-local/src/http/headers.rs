//! Headers as texts.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, HeaderName};

/// The value, if there is one and it is a text.
pub(super) fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// Whether it is a browser that asks. Programs that name nothing in particular get no page.
pub(super) fn want_page(headers: &HeaderMap) -> bool {
    text(headers, &ACCEPT).is_some_and(|accept| accept.contains("text/html"))
}
