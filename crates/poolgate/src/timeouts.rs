use std::time::Duration;

use aws_smithy_types::timeout::TimeoutConfig;

/// How long the library waits for the network, and for other processes.
///
/// Every wait is bounded, also by default: connecting 5 s, one attempt 10 s, an operation with
/// all of its retries 30 s, a lock 30 s.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Timeouts {
    /// For a connection to be made, TLS included.
    pub connect: Duration,
    /// For one attempt, from the request to the end of the reply.
    pub attempt: Duration,
    /// For an operation with all of its attempts.
    pub operation: Duration,
    /// For another process that has locked a session or cached credentials, most likely to renew
    /// them.
    pub lock: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            attempt: Duration::from_secs(10),
            operation: Duration::from_secs(30),
            lock: Duration::from_secs(30),
        }
    }
}

impl Timeouts {
    pub(crate) fn to_sdk(self) -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(self.connect)
            .read_timeout(self.attempt)
            .operation_attempt_timeout(self.attempt)
            .operation_timeout(self.operation)
            .build()
    }
}
