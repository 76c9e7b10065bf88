//! Waiting, with an end.

use std::future::Future;
use std::time::Duration;

use crate::failure::{Failure, Kind};

/// For a command that talks to a service and to nobody else: one SDK gives `credential_process` a
/// minute.
const RUN_MAXIMUM: Duration = Duration::from_secs(45);

/// Runs a future to its end or to the bound.
pub(crate) fn block_on<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    runtime()?.block_on(async {
        tokio::time::timeout(RUN_MAXIMUM, future)
            .await
            .unwrap_or_else(|_| {
                let message = format!("no result after {} s", RUN_MAXIMUM.as_secs());
                Err(Failure::new(Kind::TimedOut, message))
            })
    })
}

/// Runs a future that also waits for a person, who may take their time; each call to a service
/// has its own bound.
pub(crate) fn block_on_person<T>(
    future: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    runtime()?.block_on(future)
}

/// Waits for a person who is elsewhere, at most until Ctrl-C: what is being waited with is put away.
pub(crate) async fn until_interrupted<T>(
    future: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    tokio::select! {
        outcome = future => outcome,
        listened = tokio::signal::ctrl_c() => {
            listened.map_err(|error| {
                let message = format!("cannot listen for signals: {error}");
                Failure::new(Kind::Other, message)
            })?;
            Err(Failure::new(Kind::Interrupted, "interrupted"))
        }
    }
}

/// A runtime for one command: the work is waiting, and one thread can wait.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::new(
                Kind::Other,
                format_args!("cannot start the runtime: {error}"),
            )
        })
}

/// A runtime for a server: as many threads as there are cores.
pub(crate) fn server_runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::new(
                Kind::Other,
                format_args!("cannot start the runtime: {error}"),
            )
        })
}
