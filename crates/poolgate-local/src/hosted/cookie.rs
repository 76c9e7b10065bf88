//! Cookies: read from a request, and set (RFC 6265bis).

use std::borrow::Cow;
use std::fmt;

/// A cookie to be set; scripts never see it, and other sites' requests carry it only when somebody
/// follows a link here.
pub(crate) struct Cookie {
    name: Cow<'static, str>,
    value: String,
    path: String,
    secure: bool,
    /// Seconds; zero takes the cookie away, and none ends it with the browser.
    max_age: Option<u32>,
}

impl Cookie {
    /// A cookie for every path that begins with `base`. Only HTTPS can keep it secret on the way, and
    /// over plain HTTP a browser would not take one that says so.
    pub(crate) fn new(
        name: impl Into<Cow<'static, str>>,
        value: String,
        base: &str,
        secure: bool,
    ) -> Self {
        let path = if base.is_empty() { "/" } else { base };
        Self {
            name: name.into(),
            value,
            path: path.to_owned(),
            secure,
            max_age: None,
        }
    }

    pub(crate) fn max_age(mut self, seconds: u32) -> Self {
        self.max_age = Some(seconds);
        self
    }

    /// The value of `Set-Cookie`.
    pub(super) fn header(&self) -> String {
        let Self {
            name, value, path, ..
        } = self;
        let max_age = self.max_age.map(|seconds| format!("; Max-Age={seconds}"));
        let secure = if self.secure { "; Secure" } else { "" };
        format!(
            "{name}={value}; Path={path}; HttpOnly; SameSite=Lax{}{secure}",
            max_age.unwrap_or_default()
        )
    }
}

impl fmt::Debug for Cookie {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Cookie({}, [redacted])", self.name)
    }
}

/// The values of the cookies of this name in a `Cookie` header. The browser sends those of the longest
/// path first, and of those the oldest (RFC 6265 section 5.4).
pub(super) fn values<'h>(header: &'h str, name: &str) -> impl Iterator<Item = &'h str> {
    header.split(';').filter_map(move |pair| {
        let (known, value) = pair.trim().split_once('=')?;
        (known == name).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cookie_is_set_for_its_base_only() {
        let cookie = Cookie::new("id", "1".to_owned(), "/pool_1", true).max_age(3600);
        assert_eq!(
            cookie.header(),
            "id=1; Path=/pool_1; HttpOnly; SameSite=Lax; Max-Age=3600; Secure"
        );
        let cookie = Cookie::new("id", "1".to_owned(), "", false);
        assert_eq!(cookie.header(), "id=1; Path=/; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let header = "other=x; id=1;id=2; idx=3";
        let found = |name| values(header, name).collect::<Vec<_>>();
        assert_eq!(found("id"), ["1", "2"]);
        assert_eq!(found("idx"), ["3"]);
        assert!(found("i").is_empty());
    }

    proptest! {
        #[test]
        fn a_value_is_a_part_of_any_header(header in ".*", name in "[a-z]{1,3}") {
            for value in values(&header, &name) {
                let pair = format!("{name}={value}");
                prop_assert!(header.contains(&pair));
            }
        }
    }
}
