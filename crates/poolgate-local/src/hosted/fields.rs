//! The fields of a query or a form.

use std::fmt;

use form_urlencoded::Serializer;
use zeroize::ZeroizeOnDrop;

/// Names and values as they were sent, passwords among them.
#[derive(Clone, Default, ZeroizeOnDrop)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded` text.
    pub(crate) fn parse(text: &[u8]) -> Self {
        let owned = form_urlencoded::parse(text).into_owned();
        Self(owned.collect())
    }

    /// These fields and those.
    pub(crate) fn and(&self, others: &Self) -> Self {
        Self(self.0.iter().chain(&others.0).cloned().collect())
    }

    /// The value of a field; one without a value is as good as none (RFC 6749 section 3.1).
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().filter(|(known, _)| known == name);
        let value = values.next().map(|(_, value)| value.as_str());
        value.filter(|value| !value.is_empty())
    }

    /// The first of these fields that was given more than once, which none may be (RFC 6749 section
    /// 3.1).
    pub(crate) fn repeated(&self, names: &[&'static str]) -> Option<&'static str> {
        let times = |name: &str| self.0.iter().filter(|(known, _)| known == name).count();
        names.iter().copied().find(|name| times(name) > 1)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }
}

/// Only the names: passwords, codes and tokens are among the values.
impl fmt::Debug for Fields {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.iter().map(|(name, _)| name);
        formatter.debug_set().entries(names).finish()
    }
}

/// The query that carries these fields.
pub(crate) fn query<'f>(fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> String {
    Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The URI with these fields added to its query (RFC 6749 section 4.1.2). Nothing else of it changes:
/// the client compares.
pub(crate) fn extend_query<'f>(
    uri: &str,
    fields: impl IntoIterator<Item = (&'f str, &'f str)>,
) -> String {
    let separator = match uri.find('?') {
        None => "?",
        Some(_) if uri.ends_with(['?', '&']) => "",
        Some(_) => "&",
    };
    format!("{uri}{separator}{}", query(fields))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_empty_field_is_an_absent_one() {
        let fields = Fields::parse(b"a=&b=1&c");
        assert_eq!(fields.get("a"), None);
        assert_eq!(fields.get("b"), Some("1"));
        assert_eq!(fields.get("c"), None);
    }

    #[test]
    fn a_repeated_field_is_noticed() {
        let fields = Fields::parse(b"state=1&x=2&x=3&state=1");
        assert_eq!(fields.repeated(&["x"]), Some("x"));
        assert_eq!(fields.repeated(&["code", "state"]), Some("state"));
        assert_eq!(fields.repeated(&["code"]), None);
    }

    #[test]
    fn no_value_is_seen_in_debug_output() {
        let fields = Fields::parse(b"password=hush");
        assert_eq!(format!("{fields:?}"), r#"{"password"}"#);
    }

    #[test]
    fn a_query_is_kept_and_continued() {
        let with = |uri| extend_query(uri, [("code", "a b")]);
        assert_eq!(with("https://a.example/"), "https://a.example/?code=a+b");
        assert_eq!(with("app://x?y=1"), "app://x?y=1&code=a+b");
        assert_eq!(with("app://x?"), "app://x?code=a+b");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(pairs in prop::collection::vec((".*", ".*"), 0..5)) {
            let pairs: Vec<(String, String)> = pairs;
            let text = query(pairs.iter().map(|(name, value)| (&**name, &**value)));
            let fields = Fields::parse(text.as_bytes());
            let read: Vec<_> = fields
                .iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            prop_assert_eq!(read, pairs);
        }

        #[test]
        fn any_bytes_are_fields(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let fields = Fields::parse(&bytes);
            prop_assert!(fields.iter().count() <= bytes.len());
        }
    }
}
