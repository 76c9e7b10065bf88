//! The server's time: the machine's, moved by a test.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::HeaderValue;

use crate::time::UnixTime;

/// The machine's time and an offset.
#[derive(Debug, Default)]
pub(super) struct Clock {
    offset_seconds: AtomicI64,
}

impl Clock {
    /// A century, so that every time the server may compute from it has four digits for its year.
    pub(super) const LARGEST_OFFSET: i64 = 36_525 * 86_400;

    pub(super) fn now(&self) -> UnixTime {
        let since_epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let milliseconds = i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX);
        UnixTime::from_milliseconds(milliseconds).plus_seconds(self.offset_seconds())
    }

    pub(super) fn offset_seconds(&self) -> i64 {
        self.offset_seconds.load(Ordering::Relaxed)
    }

    /// The `Date` header of a clock that was moved; the machine's own is the HTTP library's
    /// business. Clients reckon with it when they date their proofs.
    pub(super) fn moved_date(&self) -> Option<HeaderValue> {
        if self.offset_seconds() == 0 {
            return None;
        }
        let seconds = u64::try_from(self.now().seconds()).ok()?;
        let now = UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?;
        HeaderValue::try_from(httpdate::fmt_http_date(now)).ok()
    }

    /// Moves the clock; `None`, and nothing moved, if that is beyond [`Self::LARGEST_OFFSET`].
    pub(super) fn set(&self, offset: impl Fn(i64) -> i64) -> Option<()> {
        self.offset_seconds
            .try_update(Ordering::Relaxed, Ordering::Relaxed, |current| {
                let bounds = -Self::LARGEST_OFFSET..=Self::LARGEST_OFFSET;
                Some(offset(current)).filter(|offset| bounds.contains(offset))
            })
            .ok()
            .map(drop)
    }
}
