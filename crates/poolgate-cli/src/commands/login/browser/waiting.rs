use std::pin::pin;
use std::time::Duration;

use poolgate::ClientId;
use poolgate::oauth::{Domain, RedirectUri};

use crate::redirect_uris;

/// How long the browser is silent before something may be wrong.
pub(super) const SILENCE: Duration = Duration::from_secs(15);

/// Waits for the browser, and gives a hint once it has been silent for a while.
pub(super) async fn hinting<T>(received: impl Future<Output = T>, hint: impl FnOnce()) -> T {
    let mut received = pin!(received);
    if let Ok(received) = tokio::time::timeout(SILENCE, &mut received).await {
        return received;
    }
    hint();
    received.await
}

/// What may be wrong where nobody comes back: the service shows a wrong redirect URI to the browser
/// only (credentials-and-cli 2.7).
pub(super) fn causes(
    domain: Option<&Domain>,
    client_id: &ClientId,
    uris: &[RedirectUri],
) -> String {
    let domain = domain.map(|domain| format!(", which is {domain}"));
    format!(
        "If no page opens at all, check --domain{}.\n\
         If it shows `redirect_mismatch`, the app client {client_id} lacks a callback URL of \
         these:{}\n\
         If it shows 403, a firewall (WAF) on the pool refuses addresses on this machine: the rule \
         is EC2MetaDataSSRF_QUERYARGUMENTS.\n\
         If it runs on another machine: --paste.",
        domain.unwrap_or_default(),
        redirect_uris::listed(uris)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hint_names_the_app_client_and_each_uri_to_register_as_it_is_sent() {
        let uris = [
            "http://localhost:8400/callback",
            "https://app.example.com/a",
        ];
        let parsed = uris.map(|uri| uri.parse().unwrap());
        let domain = "auth.example.com".parse().unwrap();
        let hint = causes(Some(&domain), &"4h57example".parse().unwrap(), &parsed);
        assert!(
            hint.contains("which is https://auth.example.com."),
            "{hint}"
        );
        assert!(hint.contains("app client 4h57example lacks"), "{hint}");
        let lines = hint.lines().map(str::trim);
        let listed: Vec<_> = lines.filter(|line| line.starts_with("http")).collect();
        assert_eq!(listed, uris);
    }

    async fn hints(seconds: u64) -> u32 {
        let mut hints = 0;
        let browser = tokio::time::sleep(Duration::from_secs(seconds));
        hinting(browser, || hints += 1).await;
        hints
    }

    #[tokio::test(start_paused = true)]
    async fn only_a_silent_browser_gets_a_hint_and_one() {
        assert_eq!(hints(14).await, 0);
        assert_eq!(hints(16).await, 1);
        assert_eq!(hints(300).await, 1);
    }
}
