//! One call for each of several users.

use poolgate::{Error, Username};

use crate::administrator;
use crate::failure::Failure;

/// Calls the service for one user after the other, and gives their names. A failure says for whom
/// it was done and for whom it was not, since the service has no call for several.
pub(super) fn change_members<'a>(
    users: &'a [Username],
    change: &impl AsyncFn(&Username) -> Result<(), Error>,
) -> Result<Vec<&'a str>, Failure> {
    let names: Vec<&str> = users.iter().map(Username::as_str).collect();
    let mut done = 0;
    let outcome = administrator::call(async {
        for user in users {
            change(user).await?;
            done += 1;
        }
        Ok(())
    });
    match outcome {
        Ok(()) => Ok(names),
        Err(failure) => Err(half_done(failure, names.split_at(done))),
    }
}

fn half_done(mut failure: Failure, (done, left): (&[&str], &[&str])) -> Failure {
    if !done.is_empty() {
        let (why, done, left) = (&failure.message, done.join(", "), left.join(", "));
        let why = why.trim_end_matches('.');
        failure.message = format!("{why}; it was done for {done}, and not for {left}");
    }
    failure
}
