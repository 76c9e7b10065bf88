use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use aws_smithy_async::time::TimeSource;

/// This machine's clock, and how far it was moved ahead. Clones are the same clock.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clock {
    seconds_ahead: Arc<AtomicU64>,
}

impl Clock {
    pub(crate) fn move_ahead(&self, seconds: u32) {
        self.seconds_ahead
            .fetch_add(seconds.into(), Ordering::Relaxed);
    }
}

impl TimeSource for Clock {
    fn now(&self) -> SystemTime {
        SystemTime::now() + Duration::from_secs(self.seconds_ahead.load(Ordering::Relaxed))
    }
}
