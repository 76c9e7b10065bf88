//! Days and dates of the Gregorian calendar, extended to before its start.
//!
//! As in Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms", a year is taken to begin
//! on 1 March: the leap day is then its last, and the lengths of the months have a period of five.

/// Years after which the calendar repeats, and their days.
const ERA_YEARS: i64 = 400;
const ERA_DAYS: i64 = 146_097;

/// Days from 1 March of the year 0 to 1 January 1970.
const EPOCH: i64 = 719_468;

/// Days of the five months March to July, and of August to December.
const FIVE_MONTHS: i64 = 153;

/// A date: month 1 to 12, day 1 to 31.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Date {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
}

impl Date {
    /// The date so many days after 1 January 1970.
    pub(super) fn from_days(days: i64) -> Self {
        let days = days + EPOCH;
        let day_of_era = days.rem_euclid(ERA_DAYS);
        // A day more each fourth year, but not each hundredth, and again at the end of the era.
        let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / (ERA_DAYS - 1);
        let year_of_era = (day_of_era - leap_days) / 365;
        let day_of_year = day_of_era - days_before(year_of_era);
        let month_from_march = (5 * day_of_year + 2) / FIVE_MONTHS;
        let month = (month_from_march + 2) % 12 + 1;
        Self {
            year: days.div_euclid(ERA_DAYS) * ERA_YEARS + year_of_era + i64::from(month <= 2),
            month,
            day: day_of_year - (FIVE_MONTHS * month_from_march + 2) / 5 + 1,
        }
    }

    /// Days since 1 January 1970; none if the month has no such day.
    pub(super) fn to_days(self) -> Option<i64> {
        let month_from_march = (self.month + 9).rem_euclid(12);
        let year = self.year - i64::from(self.month <= 2);
        let day_of_year = (FIVE_MONTHS * month_from_march + 2) / 5 + self.day - 1;
        let day_of_era = days_before(year.rem_euclid(ERA_YEARS)) + day_of_year;
        let days = year.div_euclid(ERA_YEARS) * ERA_DAYS + day_of_era - EPOCH;
        (Self::from_days(days) == self).then_some(days)
    }
}

/// Days of an era before one of its years.
const fn days_before(year_of_era: i64) -> i64 {
    365 * year_of_era + year_of_era / 4 - year_of_era / 100
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn date(year: i64, month: i64, day: i64) -> Date {
        Date { year, month, day }
    }

    #[test]
    fn days_follow_each_other_through_a_whole_era() {
        let mut expected = date(1970, 1, 1);
        for days in 0..=ERA_DAYS {
            assert_eq!(Date::from_days(days), expected);
            assert_eq!(expected.to_days(), Some(days));
            expected = next(expected);
        }
        assert_eq!(Date::from_days(ERA_DAYS), date(1970 + ERA_YEARS, 1, 1));
    }

    #[test]
    fn days_that_do_not_exist_have_no_number() {
        for date in [
            date(1900, 2, 29),
            date(2001, 2, 29),
            date(2024, 4, 31),
            date(2024, 1, 0),
        ] {
            assert_eq!(date.to_days(), None, "{date:?}");
        }
        assert!(date(2000, 2, 29).to_days().is_some());
    }

    /// The calendar as it is taught.
    fn next(Date { year, month, day }: Date) -> Date {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = match month {
            2 => 28 + i64::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        match (day == length, month) {
            (false, _) => date(year, month, day + 1),
            (true, 12) => date(year + 1, 1, 1),
            (true, _) => date(year, month + 1, 1),
        }
    }
}
