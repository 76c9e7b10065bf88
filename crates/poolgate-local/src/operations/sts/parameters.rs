//! The parameters of a query call, which stand in the body or in the URL.

use std::borrow::Cow;

use crate::wire::Request;

/// The parameters of a call, decoded.
#[derive(Debug)]
pub(super) struct Parameters<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Parameters<'a> {
    /// Those of the URL and, if it is a form, those of the body. Reading a form cannot fail: bytes
    /// that are no text become the replacement character.
    pub(super) fn of(request: &Request<'a>) -> Self {
        let is_form = request
            .header("content-type")
            .is_some_and(|it| it.starts_with("application/x-www-form-urlencoded"));
        let body = if is_form { request.body } else { b"" };
        let parse = form_urlencoded::parse;
        Self(parse(request.query.as_bytes()).chain(parse(body)).collect())
    }

    /// Every parameter, in the order given.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// The first parameter of this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| &**value)
    }
}
