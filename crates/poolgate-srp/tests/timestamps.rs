//! The timestamp of a claim: written and read in one form only.

use poolgate_srp::{Error, Timestamp};
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn published_timestamps_are_read_and_written_alike() {
    let vectors: Value = serde_json::from_str(include_str!("vectors/cognito.json")).unwrap();
    let timestamps = vectors["vectors"].as_array().unwrap().iter();
    let timestamps: Vec<_> = timestamps
        .filter_map(|vector| vector["timestamp"].as_str())
        .collect();
    assert!(timestamps.len() > 5);
    for text in timestamps {
        let timestamp: Timestamp = text.parse().unwrap();
        assert_eq!(timestamp.to_string(), text);
    }
}

#[test]
fn known_times() {
    for (unix, text) in [
        (0, "Thu Jan 1 00:00:00 UTC 1970"),
        (-1, "Wed Dec 31 23:59:59 UTC 1969"),
        (951_782_400, "Tue Feb 29 00:00:00 UTC 2000"),
        (1_000_000_000, "Sun Sep 9 01:46:40 UTC 2001"),
        (1_497_510_000, "Thu Jun 15 07:00:00 UTC 2017"),
        (1_640_995_200, "Sat Jan 1 00:00:00 UTC 2022"),
        (2_147_483_648, "Tue Jan 19 03:14:08 UTC 2038"),
        (Timestamp::MIN.unix(), "Mon Jan 1 00:00:00 UTC 0001"),
        (Timestamp::MAX.unix(), "Fri Dec 31 23:59:59 UTC 9999"),
    ] {
        assert_eq!(Timestamp::from_unix(unix).to_string(), text);
        assert_eq!(text.parse(), Ok(Timestamp::from_unix(unix)));
    }
}

#[test]
fn times_that_four_digits_cannot_write_are_clamped() {
    assert_eq!(Timestamp::from_unix(i64::MIN), Timestamp::MIN);
    assert_eq!(Timestamp::from_unix(i64::MAX), Timestamp::MAX);
}

#[test]
fn other_forms_are_refused() {
    for text in [
        "",
        "Tue Feb 01 03:04:05 UTC 2000",
        "Tue Feb  1 03:04:05 UTC 2000",
        "Tue Feb 1 3:04:05 UTC 2000",
        "Tue Feb 1 03:04 UTC 2000",
        "Tue Feb 1 03:04:05:06 UTC 2000",
        "Tue Feb 1 24:00:00 UTC 2000",
        "Tue Feb 1 03:60:00 UTC 2000",
        "Tue Feb 1 03:04:60 UTC 2000",
        "Tue Feb 1 +3:04:05 UTC 2000",
        "Tue Feb 1 03:04:05 GMT 2000",
        "Tue Feb 1 03:04:05 UTC 02000",
        "Tue Feb 1 03:04:05 UTC 200",
        "Tue Feb 1 03:04:05 UTC 2000 ",
        " Tue Feb 1 03:04:05 UTC 2000",
        "Mon Feb 1 03:04:05 UTC 2000",
        "tue feb 1 03:04:05 UTC 2000",
        "Di Feb 1 03:04:05 UTC 2000",
        "Tue Feb 30 03:04:05 UTC 2000",
        "Tue Feb 0 03:04:05 UTC 2000",
        "Tue Feb 123 03:04:05 UTC 2000",
        "Thu Feb 29 03:04:05 UTC 1900",
        "Sat Jan 1 00:00:00 UTC 0000",
        "2000-02-01T03:04:05Z",
    ] {
        assert_eq!(
            text.parse::<Timestamp>(),
            Err(Error::InvalidTimestamp),
            "{text}"
        );
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(seconds in Timestamp::MIN.unix()..=Timestamp::MAX.unix()) {
        let timestamp = Timestamp::from_unix(seconds);
        prop_assert_eq!(timestamp.unix(), seconds);
        prop_assert_eq!(timestamp.to_string().parse(), Ok(timestamp));
    }

    #[test]
    fn what_is_read_is_written_alike(
        text in "(Mon|Tue|Wed|Thu|Fri) (Jan|Feb|Dec) [0-9]{1,2} 1[0-9]:0[0-9]:5[0-9] UTC 20[0-9]{2}"
    ) {
        if let Ok(timestamp) = text.parse::<Timestamp>() {
            prop_assert_eq!(timestamp.to_string(), text);
        }
    }

    #[test]
    fn garbage_does_not_panic(text in any::<String>()) {
        let _ = text.parse::<Timestamp>();
    }
}
