//! `poolgate token --keep-fresh`: for programs that read the tokens from a file.

use std::fmt;
use std::process::ExitCode;

use poolgate::{KeeperStatus, Session, TokenKeeper};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::bounded;
use crate::failure::{Failure, Kind};
use crate::notice::notice;
use crate::output;
use crate::reachable::Reachable;
use crate::session;
use crate::unattended;

/// Runs until it is stopped, or until a person has to sign in.
pub(super) fn run(reachable: &Reachable, name: &str) -> Result<ExitCode, Failure> {
    bounded::block_on_person(async {
        let mut interrupt = listen(SignalKind::interrupt())?;
        let mut terminate = listen(SignalKind::terminate())?;
        output::line(&format!("Keeping the tokens of {name} fresh."))?;
        tokio::select! {
            failure = keep(reachable, name) => failure,
            _ = interrupt.recv() => Ok(ExitCode::SUCCESS),
            _ = terminate.recv() => Ok(ExitCode::SUCCESS),
        }
    })
}

async fn keep(reachable: &Reachable, name: &str) -> Result<ExitCode, Failure> {
    let mut session = session::kept(reachable, name).await?;
    loop {
        let over = until_over(&session).await?;
        if reachable.profile.password.is_none() || !over.needs_sign_in() {
            return Err(Failure::of_session(over, &reachable.profile));
        }
        session = sign_in_again(reachable, name).await?;
    }
}

/// A new session, as soon as the service can be reached again.
async fn sign_in_again(reachable: &Reachable, name: &str) -> Result<Session, Failure> {
    let mut failures = 0;
    loop {
        // Also before the first attempt: the sessions of a pool may be over as soon as they begin.
        tokio::time::sleep(TokenKeeper::pause_after(failures)).await;
        failures += 1;
        match unattended::sign_in(reachable, name).await {
            Err(failure) if matches!(failure.kind, Kind::Unavailable | Kind::TimedOut) => {
                tell_of_another_attempt(&failure.message);
            }
            outcome => return outcome,
        }
    }
}

async fn until_over(session: &Session) -> Result<poolgate::Error, Failure> {
    let mut keeper = session.keep_fresh()?;
    loop {
        match keeper.changed().await {
            KeeperStatus::Over(error) => return Ok(error),
            KeeperStatus::Failing(error) => {
                tell_of_another_attempt(&error);
            }
            KeeperStatus::Stopped => return Ok(poolgate::Error::Interrupted),
            _ => {}
        }
    }
}

fn tell_of_another_attempt(problem: impl fmt::Display) {
    notice(&format!("poolgate: {problem}; it is tried again"));
}

fn listen(kind: SignalKind) -> Result<Signal, Failure> {
    signal(kind).map_err(|error| {
        Failure::new(
            Kind::Other,
            format_args!("cannot listen for signals: {error}"),
        )
    })
}
