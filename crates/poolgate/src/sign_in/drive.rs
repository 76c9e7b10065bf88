use getrandom::SysRng;
use poolgate_flow::{Failure, Request, Step, Waiting};
use rand_core::UnwrapErr;

use super::{AnswerFailed, Attempt, Challenge, SignInStep};
use crate::Error;

/// Sends what the machine wants sent, until it wants a human or is done.
pub(crate) async fn drive(
    attempt: &Attempt,
    start: (Waiting, Request),
) -> Result<SignInStep, AnswerFailed> {
    let (mut waiting, mut request) = start;
    loop {
        let operation = request.operation();
        let reply = attempt.pool.call(request).await?;
        let now = attempt.pool.timestamp();
        // The proof of SRP is some milliseconds of arithmetic.
        let receive = move || waiting.receive(reply, now, &mut UnwrapErr(SysRng));
        match off_the_executor(receive).await? {
            Ok(Step::Send(next, following)) => (waiting, request) = (next, following),
            Ok(Step::Challenge(challenge)) => {
                let challenge = Challenge::new(attempt, challenge)?;
                return Ok(SignInStep::Challenge(challenge));
            }
            Ok(Step::SignedIn(tokens)) => {
                let session = attempt.conclude(tokens).await?;
                return Ok(SignInStep::SignedIn(session));
            }
            Ok(_) => return Err(Error::Unsupported { operation }.into()),
            Err(failure) => return Err(refused(attempt, operation, failure).await),
        }
    }
}

async fn refused(attempt: &Attempt, operation: &'static str, failure: Failure) -> AnswerFailed {
    let error = match failure.error {
        poolgate_flow::Error::Service(error) => Error::Service { operation, error },
        other => Error::Flow(other),
    };
    if matches!(error, Error::Flow(poolgate_flow::Error::DeviceRefused(_))) {
        attempt.forget_device().await;
    }
    let challenge = failure
        .challenge
        .and_then(|challenge| Challenge::new(attempt, *challenge).ok());
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
