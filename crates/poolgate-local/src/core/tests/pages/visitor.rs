//! Somebody in front of a browser: reads pages, fills in forms, follows where they lead.

use std::collections::BTreeMap;

use regex::Regex;

use super::CALLBACK;
use crate::core::tests::browser::{Browser, query_of};
use crate::core::tests::harness::{Demo, PASSWORD};

pub(super) struct Visitor<'c> {
    pub(super) browser: Browser<'c>,
    query: String,
}

/// What the browser shows in the end.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) status: u16,
    /// Path and query, or where the application was reached.
    pub(super) address: String,
    pub(super) html: String,
}

impl<'c> Visitor<'c> {
    /// Somebody whom the demo's client has sent to the domain `app`.
    pub(super) fn of(demo: &Demo<'c>) -> Self {
        Self::with(demo, "app.auth.localhost:9229", &[])
    }

    /// The same, reached by this host, for a request with these further parameters.
    pub(super) fn with(demo: &Demo<'c>, host: &'static str, further: &[(&str, &str)]) -> Self {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", &demo.client_id)
            .append_pair("redirect_uri", CALLBACK)
            .append_pair("state", "\"st>ate'&")
            .extend_pairs(further)
            .finish();
        Self {
            browser: Browser::at(demo.cognito, host),
            query,
        }
    }

    /// The page at a path of the domain, for the application's request.
    pub(super) fn open(&self, path: &str) -> Shown {
        self.go_to(&format!("{path}?{}", self.query))
    }

    /// The page at an address, or where it leads.
    pub(super) fn go_to(&self, address: &str) -> Shown {
        self.send("GET", address, &[], &[])
    }

    /// Fills in the form of this id and sends it; follows where it leads.
    pub(super) fn submit(&self, page: &Shown, form: &str, fields: &[(&str, &str)]) -> Shown {
        let form = page.form(form);
        let hidden = form.hidden.iter().map(|(name, value)| (&**name, &**value));
        let all: Vec<_> = hidden.chain(fields.iter().copied()).collect();
        self.send("POST", &form.action, &all, &[])
    }

    /// Gives a name and a password.
    pub(super) fn sign_in(&self, username: &str, password: &str) -> Shown {
        let page = self.open("/login");
        let fields = [("username", username), ("password", password)];
        self.submit(&page, "sign-in", &fields)
    }

    /// The same for the user `demo`.
    pub(super) fn sign_in_demo(&self) -> Shown {
        self.sign_in("demo", PASSWORD)
    }

    pub(super) fn send(
        &self,
        method: &str,
        address: &str,
        form: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Shown {
        let page = self.browser.send(method, address, &[], form, headers);
        assert!(!page.text().contains(PASSWORD), "a page shows the password");
        let location = page.header("location").unwrap_or_default();
        assert!(!location.contains(PASSWORD), "an address has the password");
        if page.status == 302 {
            let location = page.location();
            if location.starts_with('/') {
                return self.go_to(&location);
            }
            return Shown {
                status: 302,
                address: location,
                html: String::new(),
            };
        }
        let shown = Shown {
            status: page.status,
            address: address.to_owned(),
            html: page.text(),
        };
        if page.header("content-type") == Some("text/html; charset=utf-8") {
            shown.check();
        }
        shown
    }
}

/// A form as it was shown.
pub(super) struct Form {
    pub(super) action: String,
    pub(super) hidden: Vec<(String, String)>,
}

impl Shown {
    /// What holds for every page that is shown in any test.
    #[track_caller]
    fn check(&self) {
        let count = |text: &str| self.html.matches(text).count();
        for one in [
            "<html lang=",
            "<title>",
            "<h1>",
            "<main",
            "http://127.0.0.1:9229/_poolgate/inbox",
        ] {
            assert_eq!(count(one), 1, "{one} {}", self.html);
        }
        // Neither the stylesheet, nor text, nor values.
        let markup = Regex::new("(?s)<style>.*</style>|>[^<]*<|\"[^\"]*\"").unwrap();
        let markup = markup.replace_all(&self.html, "");
        for none in [" style=", " on"] {
            assert!(!markup.contains(none), "{none} {markup}");
        }
        for none in ["<script", "=\"javascript:", "{}"] {
            assert!(!self.html.contains(none), "{none} {}", self.html);
        }
        assert_eq!(count("<form"), count(r#"name="_csrf""#));
        let ids = Regex::new(r#" id="([^"]*)""#).unwrap();
        let ids: Vec<_> = ids
            .captures_iter(&self.html)
            .map(|id| id[1].to_owned())
            .collect();
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len(), "{ids:?}");
        let inputs = Regex::new(r#"<input id="([^"]*)""#).unwrap();
        for input in inputs.captures_iter(&self.html) {
            let label = format!(r#"<label for="{}""#, &input[1]);
            let choice = format!(r#"<label class="choice" for="{}""#, &input[1]);
            assert!(count(&label) + count(&choice) == 1, "{label}");
        }
    }

    /// Which page it is.
    #[track_caller]
    pub(super) fn name(&self) -> String {
        let name = self.capture(r#"<main[^>]* data-page="([^"]*)""#);
        name.unwrap_or_else(|| panic!("no page at {}: {}", self.address, self.html))
    }

    /// The code that the application was given.
    #[track_caller]
    pub(super) fn code(&self) -> String {
        assert!(self.address.starts_with(CALLBACK), "{self:?}");
        let query = query_of(&self.address);
        assert_eq!(query["state"], "\"st>ate'&");
        query["code"].clone()
    }

    /// What the summary of errors says.
    #[track_caller]
    pub(super) fn complaint(&self) -> String {
        let summary = self.capture(r#"(?s)id="error-summary" role="alert">(.*?)</div>"#);
        let summary = summary.unwrap_or_else(|| panic!("no complaint: {}", self.html));
        let text = Regex::new("<[^>]*>").unwrap().replace_all(&summary, "");
        text.trim().to_owned()
    }

    #[track_caller]
    pub(super) fn form(&self, id: &str) -> Form {
        let pattern = format!(r#"(?s)<form id="{id}"[^>]* action="([^"]*)">(.*?)</form>"#);
        let form = Regex::new(&pattern).unwrap();
        let form = form.captures(&self.html);
        let form = form.unwrap_or_else(|| panic!("no form {id}: {}", self.html));
        let hidden = r#"<input type="hidden" name="([^"]*)" value="([^"]*)"[^>]*>"#;
        let hidden = Regex::new(hidden).unwrap();
        let hidden = hidden.captures_iter(&form[2]);
        Form {
            action: unescaped(&form[1]),
            hidden: hidden
                .map(|field| (field[1].to_owned(), unescaped(&field[2])))
                .collect(),
        }
    }

    /// The attributes of the input with this id.
    #[track_caller]
    pub(super) fn input(&self, id: &str) -> BTreeMap<String, String> {
        let input = self.capture(&format!(r#"<input (id="{id}"[^>]*)>"#));
        let input = input.unwrap_or_else(|| panic!("no input {id}: {}", self.html));
        let attribute = Regex::new(r#"([a-z-]+)(?:="([^"]*)")?"#).unwrap();
        let pairs = attribute.captures_iter(&input);
        pairs
            .map(|pair| {
                let value = pair.get(2).map_or("", |value| value.as_str());
                (pair[1].to_owned(), unescaped(value))
            })
            .collect()
    }

    /// Where the link with this id leads.
    #[track_caller]
    pub(super) fn link(&self, id: &str) -> String {
        let link = self.capture(&format!(r#"<a [^>]*id="{id}" href="([^"]*)""#));
        unescaped(&link.unwrap_or_else(|| panic!("no link {id}: {}", self.html)))
    }

    pub(super) fn capture(&self, pattern: &str) -> Option<String> {
        let captures = Regex::new(pattern).unwrap().captures(&self.html)?;
        Some(captures[1].to_owned())
    }
}

/// The text of an attribute.
pub(super) fn unescaped(text: &str) -> String {
    let entity = Regex::new("&#([0-9]+);").unwrap();
    let character = |found: &regex::Captures<'_>| {
        let number: u32 = found[1].parse().unwrap();
        char::from_u32(number).unwrap().to_string()
    };
    entity.replace_all(text, character).into_owned()
}
