//! Who may see `/_poolgate/`.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;

use super::{Shell, reply};

/// Refuses web pages: one that asks openly carries an Origin, and one whose name was pointed here
/// after it was loaded (DNS rebinding) asks for that name.
pub(super) async fn admit(
    State(shell): State<Arc<Shell>>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let host = headers
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    if headers.contains_key(ORIGIN) || !is_own(host, shell.address, &shell.core.settings().url) {
        let message = "only programs on this machine may look here, not web pages";
        return reply::refusal(StatusCode::FORBIDDEN, message);
    }
    next.run(request).await
}

/// Whether a Host header names this machine or this server.
fn is_own(host: &str, address: SocketAddr, url: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority.host().to_ascii_lowercase();
    if url
        .parse::<Uri>()
        .is_ok_and(|url| url.host() == Some(&name))
    {
        return true;
    }
    if let Ok(ip) = name.trim_matches(['[', ']']).parse::<IpAddr>() {
        return ip.is_loopback() || ip == address.ip();
    }
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_own_names() {
        let address = "192.0.2.7:9229".parse().unwrap();
        let own = |host| is_own(host, address, "http://cognito.test:8080");
        for host in [
            "127.0.0.1:9229",
            "127.8.8.8",
            "[::1]:9229",
            "localhost",
            "LOCALHOST:80",
            "app.localhost:1",
            "192.0.2.7:9229",
            "cognito.test:8080",
        ] {
            assert!(own(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "192.0.2.8",
            "127.0.0.1.evil.example:9229",
            "a b",
            "evil.example@127.0.0.1.example",
            "[::2]",
        ] {
            assert!(!own(host), "{host}");
        }
    }
}
