//! Whether the domain is there at all: a browser shows that it is not, and this command would wait
//! for minutes.

use std::time::Duration;

use poolgate::oauth::{Domain, RedirectUri};
use tokio::net::TcpStream;

/// Longer than a name and a connection take; who is slower may still be there.
const MAXIMUM: Duration = Duration::from_secs(3);

/// The variables of those who reach nothing directly, and whose browser need not either.
const PROXIES: [&str; 6] = [
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
];

/// Why the domain cannot be reached from here, if that is sure: what is slow is let pass.
pub(super) async fn reach(domain: &Domain) -> Result<(), String> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if PROXIES.into_iter().any(is_set) {
        return Ok(());
    }
    reach_directly(domain).await
}

async fn reach_directly(domain: &Domain) -> Result<(), String> {
    // A domain is a URL that a browser may be sent to, such as a redirect URI is.
    let Ok(uri) = domain.as_str().parse::<RedirectUri>() else {
        return Ok(());
    };
    let url = uri.url();
    let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
        return Ok(());
    };
    // Browsers need no resolver for these (RFC 6761 6.3).
    if host == "localhost" || host.ends_with(".localhost") {
        return Ok(());
    }
    let host = host.trim_start_matches('[').trim_end_matches(']');
    match tokio::time::timeout(MAXIMUM, connect(host, port)).await {
        Ok(outcome) => outcome,
        Err(_) => Ok(()),
    }
}

async fn connect(host: &str, port: u16) -> Result<(), String> {
    let addresses = tokio::net::lookup_host((host, port)).await;
    let addresses: Vec<_> = addresses
        .map_err(|_| format!("this machine knows no host {host}"))?
        .collect();
    match TcpStream::connect(addresses.as_slice()).await {
        Ok(_) => Ok(()),
        Err(error) => Err(format!(
            "{host} takes no connection at port {port}: {error}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn reached(domain: &str) -> Result<(), String> {
        reach_directly(&domain.parse().unwrap()).await
    }

    #[tokio::test]
    async fn a_domain_that_is_there_is_reached_and_one_that_is_not_is_told() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/pool", listener.local_addr().unwrap());
        assert_eq!(reached(&url).await, Ok(()));
        drop(listener);
        let why = reached(&url).await.unwrap_err();
        assert!(why.starts_with("127.0.0.1 takes no connection"), "{why}");
        assert_eq!(reached("http://pool.auth.localhost:1").await, Ok(()));
    }

    #[tokio::test]
    async fn a_host_that_no_resolver_knows_is_told() {
        // RFC 1035 section 2.3.4: a label has at most 63 characters, so that no server is asked.
        let host = "a".repeat(64);
        let why = connect(&host, 443).await.unwrap_err();
        assert_eq!(why, format!("this machine knows no host {host}"));
    }
}
