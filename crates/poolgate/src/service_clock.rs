//! The service's time, as far as this machine knows it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::SystemTime;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::DateTime;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::date_time::Format;

use crate::store::to_unix;

/// The `Date` header has whole seconds and the way takes time: so much says nothing of a clock.
const TOLERANCE_SECONDS: u64 = 5;

/// How far this machine's clock is off, by the `Date` header of the service's replies: a wrong
/// clock must not spoil the proof of SRP or the verification of tokens.
#[derive(Clone, Debug, Default)]
pub(crate) struct ServiceClock {
    offset: Arc<AtomicI64>,
}

impl ServiceClock {
    /// The seconds to add to this machine's clock.
    pub(crate) fn offset(&self) -> i64 {
        self.offset.load(Ordering::Relaxed)
    }

    /// The service's time in seconds since 1970.
    pub(crate) fn unix_at(&self, machine: SystemTime) -> i64 {
        unix(machine).saturating_add(self.offset())
    }

    fn learn(&self, date: &str, machine: SystemTime) {
        let Ok(date) = DateTime::from_str(date, Format::HttpDate) else {
            return;
        };
        let offset = date.secs().saturating_sub(unix(machine));
        let is_off = offset.unsigned_abs() > TOLERANCE_SECONDS;
        let offset = if is_off { offset } else { 0 };
        if self.offset.swap(offset, Ordering::Relaxed) != offset && is_off {
            tracing::warn!(
                "this machine's clock is {} s off the service's; that is reckoned with",
                -offset
            );
        }
    }
}

impl Intercept for ServiceClock {
    fn name(&self) -> &'static str {
        "ServiceClock"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = context.response().headers();
        // A proxy's own page may come from a cache, and says so by having no request id.
        let from_service = headers.get("x-amzn-requestid").is_some();
        if let Some(date) = headers.get("date").filter(|_| from_service) {
            self.learn(date, SystemTime::now());
        }
        Ok(())
    }
}

fn unix(time: SystemTime) -> i64 {
    i64::try_from(to_unix(time)).unwrap_or(i64::MAX)
}

/// The service's time at a moment of this machine's clock, with an offset that was kept.
pub(crate) fn service_unix(machine: SystemTime, offset: i64) -> i64 {
    unix(machine).saturating_add(offset)
}

/// A date in one of the service's answers; `None` also for one that this machine cannot express.
pub(crate) fn system_time(date: Option<DateTime>) -> Option<SystemTime> {
    SystemTime::try_from(date?).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn learned(date: &str, machine_unix: u64) -> i64 {
        let clock = ServiceClock::default();
        clock.learn(
            date,
            SystemTime::UNIX_EPOCH + Duration::from_secs(machine_unix),
        );
        clock.offset()
    }

    #[test]
    fn a_clock_that_is_off_is_noticed_either_way() {
        // 784111777 is the date of RFC 9110's examples.
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(learned(date, 784_111_777), 0);
        assert_eq!(learned(date, 784_111_777 + 5), 0);
        assert_eq!(learned(date, 784_111_777 + 3600), -3600);
        assert_eq!(learned(date, 784_111_777 - 86_400), 86_400);
    }

    #[test]
    fn what_is_no_date_says_nothing() {
        for date in ["", "yesterday", "Sun, 06 Nov 1994", "784111777"] {
            assert_eq!(learned(date, 0), 0, "{date}");
        }
    }

    #[test]
    fn a_clock_that_was_put_right_is_believed_again() {
        let clock = ServiceClock::default();
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        clock.learn(date, SystemTime::UNIX_EPOCH);
        assert_ne!(clock.offset(), 0);
        let right = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        clock.learn(date, right);
        assert_eq!(clock.unix_at(right), 784_111_777);
    }
}
