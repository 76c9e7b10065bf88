//! Time as people read it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::{Timestamp, tz::TimeZone};

/// This machine's time, which the commands read here and nowhere else.
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// Seconds since 1970, for JSON.
pub(crate) fn unix(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// The time of so many seconds since 1970; one that no clock shows is the beginning of all.
pub(crate) fn of_unix(seconds: f64) -> SystemTime {
    let since = Duration::try_from_secs_f64(seconds).unwrap_or_default();
    UNIX_EPOCH.checked_add(since).unwrap_or(UNIX_EPOCH)
}

/// `14:05`, or with the date if that is not today's.
pub(crate) fn clock_time(time: SystemTime) -> String {
    let zoned = |time| {
        let timestamp = Timestamp::try_from(time).ok()?;
        Some(timestamp.to_zoned(TimeZone::system()))
    };
    let Some(shown) = zoned(time) else {
        return "an unknown time".to_owned();
    };
    let today = zoned(now()).is_some_and(|now| now.date() == shown.date());
    shown
        .strftime(if today { "%H:%M" } else { "%-d %b %Y %H:%M" })
        .to_string()
}

/// RFC 3339 in UTC, for JSON.
pub(crate) fn rfc3339(time: SystemTime) -> String {
    Timestamp::from_second(i64::try_from(unix(time)).unwrap_or(i64::MAX))
        .map_or_else(|_| "unknown".to_owned(), |timestamp| timestamp.to_string())
}

/// `59 min`, `2 h 5 min`, `40 s`.
pub(crate) fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match (seconds / 3600, seconds % 3600 / 60) {
        (0, 0) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_short() {
        let shown = |seconds| duration(Duration::from_secs(seconds));
        assert_eq!(shown(40), "40 s");
        assert_eq!(shown(3599), "59 min");
        assert_eq!(shown(7500), "2 h 5 min");
        assert_eq!(shown(7200), "2 h");
    }

    #[test]
    fn times_are_rfc_3339_in_utc() {
        assert_eq!(
            rfc3339(UNIX_EPOCH + Duration::from_secs(946_684_799)),
            "1999-12-31T23:59:59Z"
        );
    }
}
