//! The time of a claim, in the one form that Cognito signs.

mod calendar;

use core::{fmt, str::FromStr};

use crate::Error;
use calendar::Date;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// From Thursday on, for the first day of 1970 was one.
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

const SECONDS_A_DAY: i64 = 86_400;

/// A time in whole seconds, written as `TIMESTAMP` is: `Tue Feb 1 03:04:05 UTC 2000`.
///
/// English whatever the locale, always UTC, no zero in front of the day (protocol.md 1.2). Only
/// exactly that form is read, so a text that was read is written the same again.
///
/// ```
/// use poolgate_srp::Timestamp;
///
/// let timestamp = Timestamp::from_unix(949_374_245);
/// assert_eq!(timestamp.to_string(), "Tue Feb 1 03:04:05 UTC 2000");
/// assert_eq!("Tue Feb 1 03:04:05 UTC 2000".parse(), Ok(timestamp));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Timestamp {
    seconds: i64,
}

impl Timestamp {
    /// 1 January of the year 1, 00:00:00: four digits write no earlier year.
    pub const MIN: Self = Self {
        seconds: -62_135_596_800,
    };

    /// 31 December 9999, 23:59:59.
    pub const MAX: Self = Self {
        seconds: 253_402_300_799,
    };

    /// From seconds since the start of 1970, clamped to [`Timestamp::MIN`] and [`Timestamp::MAX`].
    #[must_use]
    pub fn from_unix(seconds: i64) -> Self {
        Self {
            seconds: seconds.clamp(Self::MIN.seconds, Self::MAX.seconds),
        }
    }

    /// Seconds since the start of 1970.
    #[must_use]
    pub const fn unix(&self) -> i64 {
        self.seconds
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.seconds.div_euclid(SECONDS_A_DAY);
        let second = self.seconds.rem_euclid(SECONDS_A_DAY);
        let Date { year, month, day } = Date::from_days(days);
        write!(
            formatter,
            "{} {} {day} {:02}:{:02}:{:02} UTC {year:04}",
            weekday(days),
            name(&MONTHS, month - 1),
            second / 3600,
            second / 60 % 60,
            second % 60,
        )
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text).ok_or(Error::InvalidTimestamp)
    }
}

/// Strict, down to the weekday: a text that is not exactly what Cognito's clients write is a claim
/// that somebody made up.
fn parse(text: &str) -> Option<Timestamp> {
    let mut words = text.split(' ');
    let mut word = || words.next();
    let (weekday_name, month_name, day) = (word()?, word()?, word()?);
    let (time, zone, year) = (word()?, word()?, word()?);
    if zone != "UTC" || day.starts_with('0') || words.next().is_some() {
        return None;
    }
    let (month, _) = (1..).zip(MONTHS).find(|(_, name)| *name == month_name)?;
    let date = Date {
        year: number(year, 4)?,
        month,
        day: number(day, day.len().min(2))?,
    };
    let days = date
        .to_days()
        .filter(|days| weekday(*days) == weekday_name)?;
    let timestamp = Timestamp {
        seconds: days * SECONDS_A_DAY + second_of_day(time)?,
    };
    // The year 0000 is the one that four digits write and `from_unix` does not.
    (timestamp >= Timestamp::MIN).then_some(timestamp)
}

/// `HH:mm:ss`, without leap seconds: Java's clock has none.
fn second_of_day(time: &str) -> Option<i64> {
    let mut fields = time.split(':');
    let mut field = |limit| number(fields.next()?, 2).filter(|value| *value < limit);
    let (hour, minute, second) = (field(24)?, field(60)?, field(60)?);
    fields
        .next()
        .is_none()
        .then_some((hour * 60 + minute) * 60 + second)
}

/// A number of exactly so many digits.
fn number(digits: &str, length: usize) -> Option<i64> {
    if digits.len() != length || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

fn weekday(days: i64) -> &'static str {
    name(&WEEKDAYS, days.rem_euclid(7))
}

fn name(names: &[&'static str], index: i64) -> &'static str {
    (0..)
        .zip(names)
        .find(|(number, _)| *number == index)
        .map_or("", |(_, name)| name)
}
