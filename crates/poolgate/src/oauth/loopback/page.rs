//! What the browser is shown. Nothing that was received is in it.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{HeaderName, HeaderValue};
use hyper::{Response, StatusCode};

/// An answer of the receiver.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Page {
    /// To a path without a code, so that no history keeps one.
    GoOn(&'static str),
    SignedIn,
    Failed,
    OtherWindow,
    NoCallback,
    NotFound,
    MethodNotAllowed,
    Misdirected,
}

const STYLE: &str = include_str!("page.css");

/// Nothing may be loaded and nothing run; the one style is known by its hash, which a test holds
/// to the text, and the icon is empty, lest a browser ask for one.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; \
     style-src 'sha256-D0aA8USe1wYfeRR/rwVR90ZEpmDtgil21tLHRegb5qc='; \
     img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What goes with every answer: no copy is kept, nobody is told where the browser was, and nothing
/// is taken for what it is not.
const HEADERS: [(&str, &str); 7] = [
    ("allow", "GET"),
    ("cache-control", "no-store"),
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("content-type", "text/html; charset=utf-8"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
];

impl Page {
    pub(super) fn response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(self.html().into()));
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        for (name, value) in HEADERS {
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        if let Self::GoOn(path) = self {
            headers.insert("location", HeaderValue::from_static(path));
        }
        response
    }

    fn status(self) -> StatusCode {
        match self {
            Self::GoOn(_) => StatusCode::SEE_OTHER,
            Self::SignedIn | Self::Failed => StatusCode::OK,
            Self::OtherWindow | Self::NoCallback => StatusCode::BAD_REQUEST,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
        }
    }

    fn html(self) -> String {
        let (title, text) = self.words();
        let kind = match self {
            Self::SignedIn => "signed-in",
            Self::Failed => "failed",
            _ => "other",
        };
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <link rel=\"icon\" href=\"data:,\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n\
             <main class=\"{kind}\">\n<h1>{title}</h1>\n<p>{text}</p>\n</main>\n</html>\n"
        )
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::GoOn(_) => ("One moment", "The sign-in is being completed."),
            Self::SignedIn => (
                "You are signed in",
                "You can close this window and go back to where you came from.",
            ),
            Self::Failed => (
                "The sign-in has failed",
                "Where you came from it says why. You can close this window.",
            ),
            Self::OtherWindow => (
                "This belongs to another window",
                "It answers another sign-in than the one that is waited for, perhaps an earlier \
                 one. Go on in the newest window, or begin again.",
            ),
            Self::NoCallback => (
                "This is no answer to a sign-in",
                "Something is missing in the address. Go on in the window where you sign in.",
            ),
            Self::NotFound => ("Not found", "There is nothing here."),
            Self::MethodNotAllowed => ("Not allowed", "Only GET is answered here."),
            Self::Misdirected => ("Wrong address", "This is not the host that you asked for."),
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn the_policy_knows_the_style_and_nothing_else() {
        let hash = STANDARD.encode(Sha256::digest(STYLE));
        let expected = format!("style-src 'sha256-{hash}'");
        assert!(CONTENT_SECURITY_POLICY.contains(&expected), "{expected}");
        assert!(!CONTENT_SECURITY_POLICY.contains("unsafe"));
        assert!(CONTENT_SECURITY_POLICY.starts_with("default-src 'none';"));
    }

    #[test]
    fn no_page_runs_anything_or_is_kept() {
        for page in [
            Page::SignedIn,
            Page::Failed,
            Page::OtherWindow,
            Page::NotFound,
        ] {
            let html = page.html();
            assert!(
                !html.contains("<script") && !html.contains("javascript:"),
                "{html}"
            );
            let response = page.response();
            let header = |name| response.headers()[name].to_str().unwrap();
            assert_eq!(header("cache-control"), "no-store");
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert_eq!(header("referrer-policy"), "no-referrer");
        }
    }
}
