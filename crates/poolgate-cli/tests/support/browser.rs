//! A browser without a screen: cookies, redirects and forms, as HTML without script needs.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// More redirects than a sign-in has.
const MOST_REDIRECTS: usize = 12;

/// How long a server may take to answer; a test that fails is all that waits for it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Cookies are of a host, whatever the port.
#[derive(Default)]
pub(crate) struct Browser {
    cookies: BTreeMap<String, BTreeMap<String, String>>,
}

/// What the browser shows.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) url: String,
    pub(crate) status: u16,
    headers: String,
    pub(crate) body: String,
}

impl Browser {
    /// Goes to a URL, and wherever it leads.
    pub(crate) fn open(&mut self, url: &str) -> Page {
        self.follow("GET", url, "")
    }

    /// The same, up to a redirect to a URL that begins so, which is not gone to.
    pub(crate) fn open_until(&mut self, url: &str, end: &str) -> String {
        let page = self.request("GET", url, "");
        self.follow_until(page, end)
    }

    /// Fills in the page's form of this id and sends it.
    pub(crate) fn submit(&mut self, page: &Page, form: &str, fields: &[(&str, &str)]) -> Page {
        let (url, body) = page.filled_in(form, fields);
        self.follow("POST", &url, &body)
    }

    /// The same, up to a redirect to a URL that begins so, which is not gone to.
    pub(crate) fn submit_until(
        &mut self,
        page: &Page,
        form: &str,
        fields: &[(&str, &str)],
        end: &str,
    ) -> String {
        let (url, body) = page.filled_in(form, fields);
        let page = self.request("POST", &url, &body);
        self.follow_until(page, end)
    }

    /// Signs in on the page that this URL leads to.
    pub(crate) fn sign_in(&mut self, url: &str, username: &str, password: &str) -> Page {
        let page = self.open(url);
        let fields = [("username", username), ("password", password)];
        self.submit(&page, "sign-in", &fields)
    }

    fn follow(&mut self, method: &str, url: &str, body: &str) -> Page {
        let mut page = self.request(method, url, body);
        for _ in 0..MOST_REDIRECTS {
            let Some(location) = page.header("location") else {
                return page;
            };
            let url = absolute(&page.url, location);
            page = self.request("GET", &url, "");
        }
        panic!("more than {MOST_REDIRECTS} redirects: {page:?}");
    }

    fn follow_until(&mut self, mut page: Page, end: &str) -> String {
        for _ in 0..MOST_REDIRECTS {
            let location = page.header("location");
            let url = absolute(&page.url, location.unwrap_or_else(|| panic!("{page:?}")));
            if url.starts_with(end) {
                return url;
            }
            page = self.request("GET", &url, "");
        }
        panic!("more than {MOST_REDIRECTS} redirects: {page:?}");
    }

    /// One request, whose answer is not followed.
    pub(crate) fn request(&mut self, method: &str, url: &str, body: &str) -> Page {
        let url = url.split('#').next().unwrap();
        let (authority, target) = split(url);
        let host = authority
            .rsplit_once(':')
            .map_or(authority, |(host, _)| host);
        let cookies = self.cookies.entry(host.to_owned()).or_default();
        let sent: Vec<_> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut stream =
            TcpStream::connect(authority).unwrap_or_else(|error| panic!("{url}: {error}"));
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(
            stream,
            "{method} {target} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\
             Accept: text/html\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{body}",
            sent.join("; "),
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (headers, body) = answer.split_once("\r\n\r\n").unwrap();
        let page = Page {
            url: url.to_owned(),
            status: headers.split(' ').nth(1).unwrap().parse().unwrap(),
            headers: headers.to_owned(),
            body: body.to_owned(),
        };
        for cookie in page.all("set-cookie") {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        page
    }
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let pairs = self
            .headers
            .lines()
            .filter_map(|line| line.split_once(": "));
        pairs
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Where a form is sent to, and what is sent.
    fn filled_in(&self, form: &str, fields: &[(&str, &str)]) -> (String, String) {
        let form = self.form(form);
        let action = attribute(form, "action").unwrap();
        let url = absolute(&self.url, &unescaped(action));
        let mut body: Vec<String> = form.split("<input").skip(1).filter_map(hidden).collect();
        body.extend(fields.iter().map(|(name, value)| pair(name, value)));
        (url, body.join("&"))
    }

    /// The form with this id, from its tag to its end.
    #[track_caller]
    fn form(&self, id: &str) -> &str {
        let forms = self.body.split("<form").skip(1);
        let named = |form: &&str| attribute(form, "id") == Some(id);
        let mut forms = forms.filter(named);
        let form = forms.next();
        let form = form.unwrap_or_else(|| panic!("no form {id:?} in {self:?}"));
        form.split("</form>").next().unwrap()
    }
}

/// An attribute of the first tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let tag = tag.split('>').next().unwrap();
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    value.split('"').next()
}

fn hidden(input: &str) -> Option<String> {
    if attribute(input, "type") != Some("hidden") {
        return None;
    }
    let value = attribute(input, "value").unwrap_or_default();
    Some(pair(attribute(input, "name")?, &unescaped(value)))
}

fn unescaped(text: &str) -> String {
    let text = text
        .replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&#38;", "&");
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn pair(name: &str, value: &str) -> String {
    format!("{}={}", encoded(name), encoded(value))
}

fn encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

fn split(url: &str) -> (&str, &str) {
    let rest = url.strip_prefix("http://").unwrap();
    match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, "/"),
    }
}

fn absolute(base: &str, reference: &str) -> String {
    if reference.contains("://") {
        return reference.to_owned();
    }
    let (authority, _) = split(base);
    assert!(reference.starts_with('/'), "{reference}");
    format!("http://{authority}{reference}")
}
