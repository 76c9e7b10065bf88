use std::time::{Duration, SystemTime};

use poolgate_token::AccessClaims;

/// From when until when something is of use, by this machine's clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lifetime {
    pub(crate) received_at: SystemTime,
    pub(crate) expires_at: SystemTime,
}

impl Lifetime {
    /// The same of an access token with these claims: what they say counts where it is earlier.
    pub(crate) fn bounded_by(self, claims: &AccessClaims) -> Self {
        // Both lifetimes are differences, so that a clock that is off does not count.
        let lifetime = claims
            .iat
            .and_then(|iat| claims.exp.checked_sub(iat))
            .and_then(|seconds| u64::try_from(seconds).ok());
        let end =
            lifetime.and_then(|seconds| self.received_at.checked_add(Duration::from_secs(seconds)));
        Self {
            expires_at: end.map_or(self.expires_at, |end| end.min(self.expires_at)),
            ..self
        }
    }

    /// What is left; zero once it is over.
    pub(crate) fn remaining(&self, now: SystemTime) -> Duration {
        self.expires_at.duration_since(now).unwrap_or_default()
    }

    pub(crate) fn is_alive(&self, now: SystemTime) -> bool {
        !self.remaining(now).is_zero()
    }

    /// Whether the margin is left, or half of a life that is shorter than twice the margin.
    pub(crate) fn is_long_enough(&self, now: SystemTime, margin: Duration) -> bool {
        self.is_alive(now) && self.remaining(now) >= self.margin(margin)
    }

    /// How long it still is long enough; `None` once it is not.
    pub(crate) fn spare(&self, now: SystemTime, margin: Duration) -> Option<Duration> {
        self.is_long_enough(now, margin)
            .then(|| self.remaining(now).saturating_sub(self.margin(margin)))
    }

    fn margin(&self, margin: Duration) -> Duration {
        margin.min(self.remaining(self.received_at) / 2)
    }
}

/// Defines how what has an access token, and its [`Lifetime`], tells of it.
macro_rules! lifetime_getters {
    () => {
        /// When the service's reply came, by this machine's clock.
        #[must_use]
        pub fn received_at(&self) -> std::time::SystemTime {
            self.lifetime.received_at
        }

        /// When the access token ends, by this machine's clock: counted from the moment of the
        /// reply, so that it holds on a machine whose clock is off.
        #[must_use]
        pub fn expires_at(&self) -> std::time::SystemTime {
            self.lifetime.expires_at
        }

        /// How long the access token still lives at this time; zero once it is over.
        #[must_use]
        pub fn remaining(&self, now: std::time::SystemTime) -> std::time::Duration {
            self.lifetime.remaining(now)
        }
    };
}
pub(crate) use lifetime_getters;
