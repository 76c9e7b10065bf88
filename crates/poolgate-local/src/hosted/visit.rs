//! A request to a domain, taken apart.

use std::sync::Arc;

use axum::http::uri::Authority;

use super::cookie;
use super::fields::Fields;
use super::place::Place;
use crate::core::Context;
use crate::model::UserPool;
use crate::wire::Request;

/// A request to the domain of a user pool.
pub(crate) struct Visit<'r> {
    pub(crate) pool: Arc<UserPool>,
    pub(crate) method: Method,
    /// Below the root of the domain; it begins with a slash, if there is any.
    pub(crate) path: &'r str,
    /// What precedes `path` in links and cookies: nothing, or `/<pool id>`.
    pub(crate) base: String,
    /// How the domain was reached: scheme, name and port.
    pub(crate) origin: String,
    pub(crate) query: Fields,
    /// Empty unless the body is a form.
    pub(crate) form: Fields,
    request: Request<'r>,
}

/// What a request wants; the other methods mean nothing here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    /// What scanners of mail try links with.
    Head,
    Options,
    Post,
    Other,
}

impl<'r> Visit<'r> {
    pub(super) fn new(context: &Context<'_>, request: &Request<'r>, place: Place<'r>) -> Self {
        let mut visit = Self {
            pool: place.pool,
            method: Method::of(request.method),
            path: place.path,
            base: place.base,
            origin: origin(&context.settings().url, request.header("host")),
            query: Fields::parse(request.query.as_bytes()),
            form: Fields::default(),
            request: *request,
        };
        if visit.has_form() {
            visit.form = Fields::parse(request.body);
        }
        visit
    }

    /// The first header of this name, given in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&'r str> {
        self.request.header(name)
    }

    /// The cookies of this name, of which others on this machine may have set some: cookies know no
    /// ports. HTTP/1.1 sends all of them in one header.
    pub(crate) fn cookies(&self, name: &str) -> impl Iterator<Item = &'r str> {
        cookie::values(self.header("cookie").unwrap_or_default(), name)
    }

    /// A link to another path of the domain.
    pub(crate) fn link(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// What an application sends to an endpoint: its form, and the query, which the service takes as
    /// well (protocol.md 6.2). `None` if the body is something else.
    pub(crate) fn parameters(&self) -> Option<Fields> {
        let is_understood = self.has_form() || self.request.body.is_empty();
        is_understood.then(|| self.form.and(&self.query))
    }

    /// Whether the browser speaks HTTPS with the domain.
    pub(crate) fn is_secure(&self) -> bool {
        self.origin.starts_with("https://")
    }

    /// Whether the body says that it is a form.
    pub(crate) fn has_form(&self) -> bool {
        let content_type = self.header("content-type").unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default();
        media_type
            .trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    }
}

impl std::fmt::Debug for Visit<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Visit")
            .field("method", &self.method)
            .field("base", &self.base)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Method {
    fn of(name: &str) -> Self {
        match name {
            "GET" => Self::Get,
            "HEAD" => Self::Head,
            "OPTIONS" => Self::Options,
            "POST" => Self::Post,
            _ => Self::Other,
        }
    }
}

/// The scheme of the server's own URL, since a proxy may add TLS, and the name that was asked for.
fn origin(url: &str, host: Option<&str>) -> String {
    let Some(authority) = host.and_then(|host| host.parse::<Authority>().ok()) else {
        return url.to_owned();
    };
    let scheme = if url.starts_with("https:") {
        "https"
    } else {
        "http"
    };
    let name = authority.host().to_ascii_lowercase();
    match authority.port() {
        Some(port) => format!("{scheme}://{name}:{port}"),
        None => format!("{scheme}://{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_what_was_asked_for() {
        let own = "http://127.0.0.1:9229";
        assert_eq!(origin(own, None), own);
        assert_eq!(origin(own, Some("a b")), own);
        let host = Some("App.auth.localhost:9229");
        assert_eq!(origin(own, host), "http://app.auth.localhost:9229");
        assert_eq!(origin(own, Some("user@h")), "http://h");
        assert_eq!(origin("https://x", Some("h")), "https://h");
    }
}
