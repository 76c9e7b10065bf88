//! `NAME=VALUE`, as several flags take it.

/// A name and its value, split at the first equals sign.
pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected a name, `=` and a value".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_is_split_at_its_first_equals_sign_or_refused(text in any::<String>()) {
            if let Ok((name, value)) = pair(&text) {
                prop_assert!(!name.is_empty() && !name.contains('='));
                prop_assert_eq!(format!("{name}={value}"), text);
            }
        }
    }

    #[test]
    fn a_value_may_be_empty_or_have_equals_signs_and_a_name_may_not() {
        assert_eq!(pair("a=b=c").unwrap(), ("a".to_owned(), "b=c".to_owned()));
        assert_eq!(pair("a=").unwrap(), ("a".to_owned(), String::new()));
        assert!(pair("=b").is_err());
        assert!(pair("a").is_err());
    }
}
