use std::fmt;
use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

use crate::Error;

type Outcome<T> = Option<Result<T, Error>>;

/// One run of an action at a time, whose outcome is everybody's who asked meanwhile.
///
/// The run is a task of its own: a caller who gives up does not stop it halfway, when a refresh
/// token may have been spent and its successor not yet kept.
pub(crate) struct SingleFlight<T> {
    current: Mutex<Option<watch::Receiver<Outcome<T>>>>,
}

impl<T: Clone + Send + Sync + 'static> SingleFlight<T> {
    /// Joins the run that is under way, or else starts one.
    pub(crate) async fn run<F>(&self, start: impl FnOnce() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let mut receiver = self.join_or_start(start);
        let outcome = receiver.wait_for(Option::is_some).await;
        match outcome.as_deref() {
            Ok(Some(outcome)) => outcome.clone(),
            _ => Err(Error::Interrupted),
        }
    }

    fn join_or_start<F>(&self, start: impl FnOnce() -> F) -> watch::Receiver<Outcome<T>>
    where
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(receiver) = current.as_ref().filter(|receiver| is_under_way(receiver)) {
            return receiver.clone();
        }
        let (sender, receiver) = watch::channel(None);
        let run = start();
        tokio::spawn(async move {
            let outcome = run.await;
            let _ = sender.send(Some(outcome));
        });
        *current = Some(receiver.clone());
        receiver
    }
}

/// Neither finished nor lost with a runtime that was shut down.
fn is_under_way<T>(receiver: &watch::Receiver<Outcome<T>>) -> bool {
    receiver.borrow().is_none() && receiver.has_changed().is_ok()
}

impl<T> Default for SingleFlight<T> {
    fn default() -> Self {
        Self {
            current: Mutex::new(None),
        }
    }
}

impl<T> fmt::Debug for SingleFlight<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SingleFlight").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::sync::Notify;

    use super::*;

    #[tokio::test]
    async fn callers_share_one_run_and_a_later_one_starts_anew() {
        let flight = Arc::new(SingleFlight::default());
        let runs = Arc::new(AtomicU32::new(0));
        let go = Arc::new(Notify::new());
        let call = || {
            let (flight, runs, go) = (Arc::clone(&flight), Arc::clone(&runs), Arc::clone(&go));
            async move {
                let run = || async move {
                    go.notified().await;
                    Ok(runs.fetch_add(1, Ordering::SeqCst))
                };
                flight.run(run).await.unwrap()
            }
        };
        let (first, second, third, ()) =
            tokio::join!(call(), call(), call(), async { go.notify_one() });
        assert_eq!([first, second, third], [0, 0, 0]);
        go.notify_one();
        assert_eq!(call().await, 1);
    }

    #[tokio::test]
    async fn a_caller_who_gives_up_does_not_stop_the_run() {
        let flight = SingleFlight::default();
        let (started, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let run = {
            let (started, go) = (Arc::clone(&started), Arc::clone(&go));
            || async move {
                started.notify_one();
                go.notified().await;
                Ok(7)
            }
        };
        tokio::select! {
            _ = flight.run(run) => unreachable!("it waits for `go`"),
            () = started.notified() => {}
        }
        go.notify_one();
        assert_eq!(flight.run(|| async { Ok(8) }).await.unwrap(), 7);
    }

    #[test]
    fn a_run_lost_with_its_runtime_is_not_waited_for() {
        let flight = SingleFlight::<u32>::default();
        let runtime = || {
            tokio::runtime::Builder::new_current_thread()
                .build()
                .unwrap()
        };
        runtime().block_on(async {
            tokio::select! {
                biased;
                _ = flight.run(std::future::pending) => unreachable!("it never ends"),
                () = std::future::ready(()) => {}
            }
        });
        assert_eq!(
            runtime().block_on(flight.run(|| async { Ok(1) })).unwrap(),
            1
        );
    }
}
