//! Times as seconds since 1970, as files and tokens have them.

use std::time::{Duration, SystemTime};

/// A time before 1970 is its beginning.
pub(crate) fn to_unix(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs()
}

/// The same, to be reckoned with.
pub(crate) fn to_signed_unix(time: SystemTime) -> i64 {
    i64::try_from(to_unix(time)).unwrap_or(i64::MAX)
}

/// `None` for a time that this system cannot express.
pub(crate) fn from_unix(seconds: u64) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}
