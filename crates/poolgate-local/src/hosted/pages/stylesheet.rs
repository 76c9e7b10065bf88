//! The one stylesheet, which every page has inside, and the policy that lets it in and nothing else.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use base64::prelude::{BASE64_STANDARD, Engine};
use url::Url;

pub(crate) const TEXT: &str = include_str!("../../../templates/pages.css");

static HASH: LazyLock<String> =
    LazyLock::new(|| BASE64_STANDARD.encode(digest(&SHA256, TEXT.as_bytes())));

/// Where a form may lead, beside the server itself, so that the browser reaches the application in
/// the end. Chromium holds the redirects after a form to this list as well, also those that the
/// application or another pool makes from there: it names kinds of addresses rather than one origin.
const FORM_TARGETS: &str =
    "'self' https: http://localhost:* http://*.localhost:* http://127.0.0.1:*";

/// The `Content-Security-Policy` of a page: no script, nothing from elsewhere, in nobody's frame.
pub(crate) fn content_security_policy(redirect_uri: Option<&str>) -> String {
    let form_action = redirect_uri.map_or_else(|| "'none'".to_owned(), form_action);
    format!(
        "default-src 'none'; style-src 'sha256-{}'; img-src data:; form-action {form_action}; \
         frame-ancestors 'none'; base-uri 'none'",
        *HASH
    )
}

/// The form targets, with the redirect URI's own kind if it is none of the usual ones: a scheme of
/// the application's, or HTTP at an address that a policy cannot name (`[::1]`).
fn form_action(redirect_uri: &str) -> String {
    let scheme = Url::parse(redirect_uri).ok().and_then(|uri| {
        let usual = match uri.scheme() {
            "https" => true,
            "http" => matches!(uri.host_str(), Some("localhost" | "127.0.0.1")),
            _ => false,
        };
        (!usual).then(|| uri.scheme().to_owned())
    });
    match scheme {
        Some(scheme) => format!("{FORM_TARGETS} {scheme}:"),
        None => FORM_TARGETS.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_lets_no_script_in_and_the_form_out() {
        let policy = content_security_policy(Some("http://localhost:8400/callback"));
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
        assert!(!policy.contains("script") && !policy.contains("unsafe"));
        assert!(policy.contains("form-action 'self' https: http://localhost:* "));
        assert!(content_security_policy(None).contains("form-action 'none'"));
    }

    #[test]
    fn a_form_may_lead_to_an_application_of_any_kind() {
        assert!(form_action("myapp://signed-in").ends_with(" myapp:"));
        assert!(form_action("http://[::1]:8400/").ends_with(" http:"));
        assert_eq!(form_action("https://example.com/"), FORM_TARGETS);
    }

    #[test]
    fn the_stylesheet_loads_nothing() {
        assert!(!TEXT.contains("url(") && !TEXT.contains("@import") && !TEXT.contains("</"));
    }
}
