//! Drives the sign-in machine over the SDK.

mod challenge;

use std::fmt;

use poolgate_flow::{Failure, Request, Step, Waiting};

pub use challenge::{Challenge, Pending};

use crate::user_pool::timestamp;
use crate::{Error, Session, UserPool};

/// Where a sign-in has led.
#[derive(Debug)]
#[non_exhaustive]
pub enum SignInStep {
    /// The service asks for something more.
    Challenge(Challenge),
    /// Done: both tokens have been verified.
    SignedIn(Session),
}

/// An answer that did not lead on. A challenge that is still open is given back: a mistyped code,
/// or a connection that broke, costs no new sign-in.
///
/// Who does not want to try again turns it into an [`Error`] with `?`.
#[derive(Debug)]
pub struct AnswerFailed {
    /// What went wrong.
    pub error: Error,
    /// The challenge to answer again, if it is still open.
    pub challenge: Option<Box<Challenge>>,
}

impl From<Error> for AnswerFailed {
    fn from(error: Error) -> Self {
        Self {
            error,
            challenge: None,
        }
    }
}

impl From<AnswerFailed> for Error {
    fn from(failed: AnswerFailed) -> Self {
        failed.error
    }
}

impl fmt::Display for AnswerFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for AnswerFailed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// Sends what the machine wants sent, until it wants a human or is done.
pub(crate) async fn drive(
    pool: &UserPool,
    start: (Waiting, Request),
) -> Result<SignInStep, AnswerFailed> {
    let (mut waiting, mut request) = start;
    loop {
        let operation = request.operation();
        let reply = pool.call(request).await?;
        // The proof of SRP is some milliseconds of arithmetic.
        let step = off_the_executor(move || waiting.receive(reply, timestamp())).await?;
        match step.map_err(|failure| refused(pool, operation, failure))? {
            Step::Send(next, following) => (waiting, request) = (next, following),
            Step::Challenge(challenge) => {
                return Ok(SignInStep::Challenge(Challenge::new(pool, challenge)?));
            }
            Step::SignedIn(tokens) => {
                return Ok(SignInStep::SignedIn(pool.begin(pool.verify(tokens).await?)));
            }
            _ => return Err(Error::Unsupported { operation }.into()),
        }
    }
}

fn refused(pool: &UserPool, operation: &'static str, failure: Failure) -> AnswerFailed {
    let error = match failure.error {
        poolgate_flow::Error::Service(error) => Error::Service { operation, error },
        other => Error::Flow(other),
    };
    let challenge = failure
        .challenge
        .and_then(|challenge| Challenge::new(pool, *challenge).ok());
    AnswerFailed {
        error,
        challenge: challenge.map(Box::new),
    }
}

/// Runs what takes long, or may block, where it keeps nobody else waiting.
pub(crate) async fn off_the_executor<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Error::Interrupted)
}
