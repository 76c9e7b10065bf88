//! A browser that follows nothing by itself and keeps its cookies.

use std::cell::RefCell;
use std::collections::BTreeMap;

use getrandom::SysRng;
use rand_core::UnwrapErr;
use serde_json::Value;

use super::Cognito;
use crate::core::Context;
use crate::hosted;
use crate::time::UnixTime;
use crate::wire::{Request, Response};

pub(super) struct Browser<'c> {
    cognito: &'c Cognito,
    host: &'static str,
    /// The oldest first, as browsers send them.
    cookies: RefCell<Vec<(String, String)>>,
}

pub(super) struct Page {
    pub(super) status: u16,
    response: Response,
}

impl<'c> Browser<'c> {
    pub(super) fn at(cognito: &'c Cognito, host: &'static str) -> Self {
        Self {
            cognito,
            host,
            cookies: RefCell::default(),
        }
    }

    pub(super) fn get(&self, path: &str, query: &[(&str, &str)]) -> Page {
        self.send("GET", path, query, &[], &[])
    }

    /// Sends a form, an empty one as none at all.
    pub(super) fn post(&self, path: &str, form: &[(&str, &str)]) -> Page {
        self.send("POST", path, &[], form, &[])
    }

    pub(super) fn send(
        &self,
        method: &str,
        path: &str,
        query: &[(&str, &str)],
        form: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Page {
        self.exchange(method, path, query, form, headers, |request, context| {
            hosted::answer(context, request).expect("a request to a domain")
        })
    }

    /// Passes every factor as this user, at the page that a request leads to.
    pub(super) fn pass(&self, username: &str, asked: &[(&str, &str)]) -> Page {
        self.exchange("POST", "/login", asked, &[], &[], |request, context| {
            hosted::let_in(context, request, username)
        })
    }

    fn exchange(
        &self,
        method: &str,
        path: &str,
        query: &[(&str, &str)],
        form: &[(&str, &str)],
        headers: &[(&str, &str)],
        answer: impl FnOnce(&Request<'_>, &Context<'_>) -> Response,
    ) -> Page {
        let (path, own_query) = path.split_once('?').unwrap_or((path, ""));
        let query = match (own_query, encoded(query)) {
            ("", query) => query,
            (own, query) if query.is_empty() => own.to_owned(),
            (own, query) => format!("{own}&{query}"),
        };
        let body = encoded(form);
        let cookies = self.cookies();
        let mut all = vec![("host", self.host), ("cookie", cookies.as_str())];
        let says_what = headers.iter().any(|(name, _)| *name == "content-type");
        if !form.is_empty() && !says_what {
            all.push(("content-type", "application/x-www-form-urlencoded"));
        }
        all.extend(headers);
        let request = Request {
            method,
            path,
            query: &query,
            headers: &all,
            body: body.as_bytes(),
        };
        let now = UnixTime::from_seconds(self.cognito.now());
        let mut random = UnwrapErr(SysRng);
        let response = answer(&request, &self.cognito.core.context(now, &mut random));
        self.take_cookies(&response);
        Page {
            status: response.status,
            response,
        }
    }

    fn take_cookies(&self, response: &Response) {
        for (_, cookie) in response
            .headers
            .iter()
            .filter(|(name, _)| *name == "set-cookie")
        {
            let (pair, attributes) = cookie.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                self.cookies.borrow_mut().retain(|(known, _)| known != name);
            } else {
                self.plant(name, value);
            }
        }
    }

    /// Has the browser keep a cookie, wherever it comes from.
    pub(super) fn plant(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.borrow_mut();
        match cookies.iter_mut().find(|(known, _)| known == name) {
            Some((_, kept)) => value.clone_into(kept),
            None => cookies.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Has the browser send somebody else's cookie of the same name first, as it does with one of a
    /// longer path.
    pub(super) fn plant_before(&self, name: &str, value: &str) {
        let cookie = (name.to_owned(), value.to_owned());
        self.cookies.borrow_mut().insert(0, cookie);
    }

    /// Has the browser keep cookies as they are sent.
    pub(super) fn plant_all(&self, cookies: &str) {
        for cookie in cookies.split("; ").filter(|cookie| !cookie.is_empty()) {
            let (name, value) = cookie.split_once('=').unwrap();
            self.plant(name, value);
        }
    }

    /// The cookies as they are sent.
    pub(super) fn cookies(&self) -> String {
        let cookies = self.cookies.borrow();
        let pairs = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }
}

impl Page {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.response.header(name)
    }

    /// Where the browser is led.
    #[track_caller]
    pub(super) fn location(&self) -> String {
        assert_eq!(self.status, 302, "{}", self.text());
        self.header("location").unwrap().to_owned()
    }

    #[track_caller]
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.response.body).unwrap()
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8(self.response.body.clone()).unwrap()
    }
}

/// The fields of a URI's query.
pub(super) fn query_of(uri: &str) -> BTreeMap<String, String> {
    let (_, query) = uri.split_once('?').unwrap_or_default();
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}
