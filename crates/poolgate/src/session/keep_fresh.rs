//! Tokens that are fresh before anybody asks for them.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Session, TokenSet};
use crate::Error;

/// The clock is looked at again after so long: the machine may have slept meanwhile.
const LONGEST_NAP: Duration = Duration::from_mins(1);

/// However little is left, the task never spins.
const SHORTEST_NAP: Duration = Duration::from_secs(1);

/// Between attempts that fail, for the first time and at the most.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// A task that refreshes a session's tokens when their margin is reached, until it is stopped,
/// dropped, or only a new sign-in helps.
///
/// A refresh that fails is tried again after a pause, which grows from 1 second to 5 minutes.
#[derive(Debug)]
#[must_use = "dropping it stops the task"]
pub struct TokenKeeper {
    status: watch::Receiver<KeeperStatus>,
    task: JoinHandle<()>,
}

/// How a [`TokenKeeper`] fares.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum KeeperStatus {
    /// The tokens are fresh, or about to be.
    Working,
    /// The last attempt failed; there will be another.
    Failing(Error),
    /// The session has ended, and the task with it: only a new sign-in helps.
    Over(Error),
    /// The task was stopped, or its runtime was.
    Stopped,
}

impl Session {
    /// Keeps the tokens fresh in the background, for programs that use them without a pause:
    /// [`Session::tokens`] is then always fresh.
    ///
    /// Returns at once; nothing is contacted before the margin is reached. It needs a tokio runtime
    /// with its timer, on which the task runs; without a runtime it is an error.
    ///
    /// ```no_run
    /// # async fn example(session: poolgate::Session) -> Result<(), poolgate::Error> {
    /// let keeper = session.keep_fresh()?;
    /// println!("{}", session.tokens().id_token().expose());
    /// if let Some(error) = keeper.last_error() {
    ///     eprintln!("no new tokens for now: {error}");
    /// }
    /// keeper.stop().await;
    /// # Ok(())
    /// # }
    /// ```
    pub fn keep_fresh(&self) -> Result<TokenKeeper, Error> {
        let runtime = Handle::try_current().map_err(|_| Error::NoRuntime)?;
        let (sender, status) = watch::channel(KeeperStatus::Working);
        let task = runtime.spawn(keep(self.clone(), sender));
        Ok(TokenKeeper { status, task })
    }
}

impl TokenKeeper {
    /// How it fares now.
    #[must_use]
    pub fn status(&self) -> KeeperStatus {
        let has_ended = self.status.has_changed().is_err();
        match self.status.borrow().clone() {
            over @ KeeperStatus::Over(_) => over,
            _ if has_ended => KeeperStatus::Stopped,
            status => status,
        }
    }

    /// Why the last attempt failed; `None` after one that did not.
    #[must_use]
    pub fn last_error(&self) -> Option<Error> {
        match &*self.status.borrow() {
            KeeperStatus::Failing(error) | KeeperStatus::Over(error) => Some(error.clone()),
            _ => None,
        }
    }

    /// Waits until it fares otherwise than when this was last called, and says how. Once it has
    /// ended, that is said at once. The future may be dropped at any time.
    pub async fn changed(&mut self) -> KeeperStatus {
        // An error says that the task has ended, which the status tells as well.
        let _ = self.status.changed().await;
        self.status()
    }

    /// How long the task waits after so many attempts in a row that failed, before it makes the next
    /// one: 1 second at first, twice as long each time, at most 5 minutes. Half of it is chance, so
    /// that those who failed together do not come back together.
    ///
    /// For who signs in again once the session is over, and does not get through at once either.
    #[must_use]
    pub fn pause_after(failures: u32) -> Duration {
        let full = FIRST_PAUSE
            .saturating_mul(2_u32.saturating_pow(failures))
            .min(LONGEST_PAUSE);
        // Without randomness, as with it, half the pause is a pause.
        let chance = getrandom::u32().unwrap_or_default();
        full / 2 + full.mul_f64(f64::from(chance) / f64::from(u32::MAX) / 2.0)
    }

    /// Stops it. A refresh that has begun is finished all the same, since it may have spent the
    /// refresh token.
    pub async fn stop(mut self) {
        self.task.abort();
        // Aborted, or at its end already.
        let _ = (&mut self.task).await;
    }
}

impl Drop for TokenKeeper {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn keep(session: Session, status: watch::Sender<KeeperStatus>) {
    let mut failures = 0;
    loop {
        if let Err(error) = session.inner.check_not_ended() {
            status.send_replace(KeeperStatus::Over(error));
            return;
        }
        if let Some(nap) = nap(&session) {
            failures = 0;
            tokio::time::sleep(nap).await;
            continue;
        }
        match renew(&session).await {
            Ok(_) => {
                status.send_if_modified(mend);
            }
            Err(error) if error.needs_sign_in() => {
                status.send_replace(KeeperStatus::Over(error));
                return;
            }
            Err(error) => {
                tracing::warn!(%error, "the tokens could not be refreshed");
                status.send_replace(KeeperStatus::Failing(error));
            }
        }
        // Also where the new tokens are stale already: a service may answer anything.
        if nap(&session).is_none() {
            tokio::time::sleep(TokenKeeper::pause_after(failures)).await;
            failures += 1;
        }
    }
}

/// How long there is nothing to do for; `None` if there is something.
fn nap(session: &Session) -> Option<Duration> {
    if session.inner.is_unsaved() {
        return None;
    }
    let spare = spare(session)?;
    Some(spare.clamp(SHORTEST_NAP, LONGEST_NAP))
}

/// Fetches new tokens; or keeps those at hand, if only that has failed.
async fn renew(session: &Session) -> Result<Arc<TokenSet>, Error> {
    if session.inner.is_unsaved() && spare(session).is_some() {
        return session.save_again().await;
    }
    session.refresh().await
}

fn spare(session: &Session) -> Option<Duration> {
    let margin = session.inner.pool.refresh_margin();
    session.tokens().spare(session.now(), margin)
}

fn mend(status: &mut KeeperStatus) -> bool {
    let was_failing = matches!(status, KeeperStatus::Failing(_));
    if was_failing {
        *status = KeeperStatus::Working;
    }
    was_failing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_bound_and_differ() {
        for (failures, full) in [(0, 1), (1, 2), (3, 8), (8, 256), (9, 300), (u32::MAX, 300)] {
            let full = Duration::from_secs(full);
            let pauses: Vec<_> = (0..50)
                .map(|_| TokenKeeper::pause_after(failures))
                .collect();
            assert!(pauses.iter().all(|pause| (full / 2..=full).contains(pause)));
            assert!(pauses.iter().any(|pause| *pause != pauses[0]));
        }
    }
}
