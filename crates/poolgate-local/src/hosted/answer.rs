//! What is sent back to a browser or an application.

use serde::Serialize;

use super::Cookie;
use crate::wire::Response;

/// An answer of a domain.
#[derive(Clone)]
pub(crate) struct Answer {
    status: u16,
    content_type: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// A page. What it may load and where its forms may lead is for the page to say.
    pub(crate) fn page(status: u16, html: String, content_security_policy: String) -> Self {
        Self::new(status, "text/html; charset=utf-8", html.into_bytes())
            .with_header("content-security-policy", content_security_policy)
    }

    /// Plain words, which no browser reads as a page.
    pub(crate) fn text(status: u16, words: impl Into<String>) -> Self {
        let body = words.into().into_bytes();
        Self::new(status, "text/plain; charset=utf-8", body)
    }

    /// A JSON document.
    pub(crate) fn json(status: u16, value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self::new(status, "application/json;charset=UTF-8", body),
            Err(error) => Self::text(500, error.to_string()),
        }
    }

    /// Nothing but a status.
    pub(crate) fn empty(status: u16) -> Self {
        Self::text(status, "")
    }

    /// Leads the browser on, by GET whatever the method was (RFC 9700 section 4.12 wants no 307, which
    /// would send a password on).
    pub(crate) fn redirect(location: impl Into<String>) -> Self {
        Self::empty(302).with_header("location", location.into())
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn with_cookie(self, cookie: &Cookie) -> Self {
        let cookie = cookie.header();
        self.with_header("set-cookie", cookie)
    }

    fn new(status: u16, content_type: &'static str, body: Vec<u8>) -> Self {
        Self {
            status,
            content_type,
            headers: Vec::new(),
            body,
        }
    }

    /// The answer on the wire. Codes, tokens and names travel in what these paths answer and are asked:
    /// nothing keeps it (RFC 6749 section 5.1), shows it in a frame, or tells it to the next site (RFC
    /// 9700 section 4.2.4).
    pub(crate) fn into_response(mut self) -> Response {
        for (name, value) in [
            ("cache-control", "no-store"),
            ("pragma", "no-cache"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
        ] {
            self.headers.push((name, value.to_owned()));
        }
        Response {
            status: self.status,
            content_type: self.content_type,
            headers: self.headers,
            body: self.body,
            ticket: None,
        }
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Answer")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}
