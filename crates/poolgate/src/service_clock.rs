//! The service's time, as far as this machine knows it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::SystemTime;

use aws_smithy_async::time::SharedTimeSource;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::DateTime;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::date_time::Format;

use crate::unix_time::to_signed_unix;

/// The `Date` header has whole seconds and the way takes time: so much says nothing of a clock.
const TOLERANCE_SECONDS: u64 = 5;

/// How far this machine's clock is off, by the `Date` header of the service's replies: a wrong
/// clock must not spoil the proof of SRP or the verification of tokens.
#[derive(Clone, Debug)]
pub(crate) struct ServiceClock {
    machine: SharedTimeSource,
    offset: Arc<AtomicI64>,
}

impl ServiceClock {
    pub(crate) fn new(machine: SharedTimeSource) -> Self {
        Self {
            machine,
            offset: Arc::default(),
        }
    }

    /// The time by this machine's clock.
    pub(crate) fn machine(&self) -> SystemTime {
        self.machine.now()
    }

    /// The service's time in seconds since 1970, now.
    pub(crate) fn unix(&self) -> i64 {
        service_unix(self.machine(), self.offset())
    }

    /// The seconds to add to this machine's clock.
    pub(crate) fn offset(&self) -> i64 {
        self.offset.load(Ordering::Relaxed)
    }

    /// Takes the service's `Date` for right.
    pub(crate) fn learn(&self, date: &str) {
        let Ok(date) = DateTime::from_str(date, Format::HttpDate) else {
            return;
        };
        let offset = date.secs().saturating_sub(to_signed_unix(self.machine()));
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
            self.learn(date);
        }
        Ok(())
    }
}

/// The service's time at a moment of this machine's clock, with an offset that was kept.
pub(crate) fn service_unix(machine: SystemTime, offset: i64) -> i64 {
    to_signed_unix(machine).saturating_add(offset)
}

/// A date in one of the service's answers; `None` also for one that this machine cannot express.
pub(crate) fn system_time(date: Option<DateTime>) -> Option<SystemTime> {
    SystemTime::try_from(date?).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use aws_smithy_async::time::StaticTimeSource;

    use super::*;

    /// 784111777, the date of RFC 9110's examples.
    const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

    fn clock(machine_unix: u64) -> ServiceClock {
        let machine = SystemTime::UNIX_EPOCH + Duration::from_secs(machine_unix);
        ServiceClock::new(StaticTimeSource::new(machine).into())
    }

    fn learned(date: &str, machine_unix: u64) -> i64 {
        let clock = clock(machine_unix);
        clock.learn(date);
        clock.offset()
    }

    #[test]
    fn a_clock_that_is_off_is_noticed_either_way() {
        assert_eq!(learned(DATE, 784_111_777), 0);
        assert_eq!(learned(DATE, 784_111_777 + 5), 0);
        assert_eq!(learned(DATE, 784_111_777 + 3600), -3600);
        assert_eq!(learned(DATE, 784_111_777 - 86_400), 86_400);
    }

    #[test]
    fn what_is_no_date_says_nothing() {
        for date in ["", "yesterday", "Sun, 06 Nov 1994", "784111777"] {
            assert_eq!(learned(date, 0), 0, "{date}");
        }
    }

    #[test]
    fn a_clock_that_was_put_right_is_believed_again() {
        let wrong = clock(0);
        wrong.learn(DATE);
        assert_eq!(wrong.unix(), 784_111_777);
        let right = ServiceClock {
            offset: wrong.offset,
            ..clock(784_111_777)
        };
        right.learn(DATE);
        assert_eq!(right.unix(), 784_111_777);
    }
}
