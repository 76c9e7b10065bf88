use std::pin::pin;
use std::time::Duration;

/// How long the browser is silent before something may be wrong.
const SILENCE: Duration = Duration::from_secs(15);

/// Waits for the browser, and gives a hint once it has been silent for a while.
pub(super) async fn hinting<T>(received: impl Future<Output = T>, hint: impl FnOnce()) -> T {
    let mut received = pin!(received);
    if let Ok(received) = tokio::time::timeout(SILENCE, &mut received).await {
        return received;
    }
    hint();
    received.await
}

#[cfg(test)]
mod tests {
    use super::*;

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
