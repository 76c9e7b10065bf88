//! Updates that keep what was not named.
//!
//! The service takes an update for the whole description and resets what it leaves out (protocol.md
//! 9.6). So each update reads, has the caller change what was read, reads again to see whether
//! somebody else was faster, and writes everything. The service has no conditional write: a change
//! that falls between the second reading and the writing is not noticed.

use crate::Error;

/// What the caller makes of a description; `None` if that is nothing new.
pub(crate) fn changed<T: Clone + PartialEq>(before: &T, change: impl FnOnce(&mut T)) -> Option<T> {
    let mut after = before.clone();
    change(&mut after);
    (after != *before).then_some(after)
}

/// Refuses to write where what was read is no longer what is there.
pub(crate) fn still_the_same<T: PartialEq>(
    operation: &'static str,
    name: &str,
    before: &T,
    now: &T,
) -> Result<(), Error> {
    if before == now {
        return Ok(());
    }
    Err(Error::ConcurrentChange {
        operation,
        name: name.to_owned(),
    })
}
