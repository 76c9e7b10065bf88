//! What one client may take from the others.

use std::time::Duration;

/// Bounds on connections and requests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Connections at a time; more wait in the system's queue.
    pub(crate) connections: usize,
    /// For the head of a request, and for the pause before the next one on the same connection.
    pub(crate) head_time: Duration,
    /// Bytes of a head: a token of 4 kB in a header is nothing unusual.
    pub(crate) head_size: usize,
    /// For the whole body.
    pub(crate) body_time: Duration,
    /// Bytes of a body. The largest sensible one is a user import of some kilobytes.
    pub(crate) body_size: usize,
    /// Bytes of a larger body that are read and forgotten: a client that is cut off while it sends
    /// does not see the answer.
    pub(crate) discarded_size: usize,
    /// How long an answer may wait for a client that takes none of it.
    pub(crate) stall_time: Duration,
    /// For the requests in flight when the server is shut down.
    pub(crate) finish_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            head_time: Duration::from_secs(10),
            head_size: 64 << 10,
            body_time: Duration::from_secs(15),
            body_size: 1 << 20,
            discarded_size: 16 << 20,
            stall_time: Duration::from_secs(15),
            finish_time: Duration::from_secs(10),
        }
    }
}
