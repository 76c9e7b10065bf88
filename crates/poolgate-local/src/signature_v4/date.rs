//! Dates as signatures carry them: ISO 8601's basic format, `20150830T123600Z`.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use poolgate_flow::ServiceError;

use super::{incomplete, invalid};
use crate::time::UnixTime;

/// When a request says it was signed.
#[derive(Clone, Copy, Debug)]
pub(super) struct BasicDate<'a> {
    text: &'a str,
    time: UnixTime,
}

impl<'a> BasicDate<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, ServiceError> {
        let time = time_of(text).ok_or_else(|| {
            incomplete(format!(
                "Date must be in ISO-8601 'basic format'. Got '{text}'. See \
                 http://en.wikipedia.org/wiki/ISO_8601"
            ))
        })?;
        Ok(Self { text, time })
    }

    pub(super) fn as_str(&self) -> &'a str {
        self.text
    }

    /// `YYYYMMDD`.
    pub(super) fn day(&self) -> &'a str {
        &self.text[..8]
    }

    /// Refuses a date more than `skew` seconds from the server's.
    pub(super) fn check_skew(&self, now: UnixTime, skew: i64) -> Result<(), ServiceError> {
        let minutes = skew / 60;
        let (earliest, latest) = (now.plus_seconds(-skew), now.plus_seconds(skew));
        let [earliest_text, now_text, latest_text] = [earliest, now, latest].map(text_of);
        if self.time.seconds() < earliest.seconds() {
            return Err(invalid(format!(
                "Signature expired: {} is now earlier than {earliest_text} \
                 ({now_text} - {minutes} min.)",
                self.text
            )));
        }
        if self.time.seconds() > latest.seconds() {
            return Err(invalid(format!(
                "Signature not yet current: {} is still later than {latest_text} \
                 ({now_text} + {minutes} min.)",
                self.text
            )));
        }
        Ok(())
    }
}

fn time_of(text: &str) -> Option<UnixTime> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let digits =
        |text: &str, length| text.len() == length && text.bytes().all(|it| it.is_ascii_digit());
    if !digits(day, 8) || !digits(time, 6) {
        return None;
    }
    let pair = |text: &str, at: usize| text[at..at + 2].parse().ok();
    let year = day[..4].parse().ok()?;
    let (month, day) = (pair(day, 4)?, pair(day, 6)?);
    let (hour, minute, second) = (pair(time, 0)?, pair(time, 2)?, pair(time, 4)?);
    let civil = DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
    let zoned = civil.to_zoned(TimeZone::UTC).ok()?;
    Some(UnixTime::from_seconds(zoned.timestamp().as_second()))
}

fn text_of(time: UnixTime) -> String {
    let timestamp = Timestamp::from_second(time.seconds()).unwrap_or_default();
    timestamp.strftime("%Y%m%dT%H%M%SZ").to_string()
}
