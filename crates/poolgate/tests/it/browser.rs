//! A browser without a screen: it goes where it is sent, keeps cookies, and fills in forms.

use std::collections::BTreeMap;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use url::{Url, form_urlencoded};

/// How often it lets itself be sent on.
const PATIENCE: usize = 10;

#[derive(Default)]
pub(crate) struct Browser {
    cookies: BTreeMap<String, String>,
}

/// Where it is.
pub(crate) struct Page {
    pub(crate) url: Url,
    pub(crate) status: u16,
    pub(crate) html: String,
}

impl Browser {
    /// Opens a URL, and goes on until there is a page, or until it would leave the server: then
    /// the page is empty.
    pub(crate) async fn open(&mut self, url: &str) -> Page {
        let url = Url::parse(url).unwrap();
        self.follow("GET", url, String::new()).await
    }

    /// Fills in the page's form of this id, hidden fields included, and sends it.
    pub(crate) async fn submit(&mut self, page: &Page, id: &str, fields: &[(&str, &str)]) -> Page {
        let form = page.form(id);
        let mut body = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form.hidden.iter().chain(&owned(fields)) {
            body.append_pair(name, value);
        }
        let url = page.url.join(&form.action).unwrap();
        self.follow("POST", url, body.finish()).await
    }

    /// Opens the login page, signs in with a password, and gives the URL that it leads to.
    pub(crate) async fn sign_in(&mut self, url: &str, username: &str, password: &str) -> String {
        let page = self.open(url).await;
        assert_eq!(page.status, 200, "{}", page.html);
        let fields = [("username", username), ("password", password)];
        let left = self.submit(&page, "sign-in", &fields).await;
        assert!(left.html.is_empty(), "{}: {}", left.status, left.html);
        left.url.into()
    }

    async fn follow(&mut self, method: &str, url: Url, body: String) -> Page {
        let origin = url.origin();
        let (mut method, mut url, mut body) = (method, url, body);
        for _ in 0..PATIENCE {
            let (status, location, html) = self.send(method, &url, &body).await;
            let Some(location) = location else {
                return Page { url, status, html };
            };
            (method, body) = ("GET", String::new());
            url = url.join(&location).unwrap();
            if url.origin() != origin {
                let html = String::new();
                return Page { url, status, html };
            }
        }
        panic!("sent on for ever, at last to {url}");
    }

    async fn send(&mut self, method: &str, url: &Url, body: &str) -> (u16, Option<String>, String) {
        let address = (url.host_str().unwrap(), url.port().unwrap());
        let cookies = self.cookies.iter();
        let cookies: Vec<_> = cookies
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
        let request = format!(
            "{method} {target} HTTP/1.1\r\nHost: {}:{}\r\nConnection: close\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            address.0,
            address.1,
            cookies.join("; "),
            body.len()
        );
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, html) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut location = None;
        for line in head.lines() {
            match line.split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("location") => {
                    location = Some(value.to_owned());
                }
                Some((name, value)) if name.eq_ignore_ascii_case("set-cookie") => self.keep(value),
                _ => {}
            }
        }
        (status, location, html.to_owned())
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        if cookie.contains("Max-Age=0") || value.is_empty() {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

struct Form {
    action: String,
    hidden: Vec<(String, String)>,
}

impl Page {
    fn form(&self, id: &str) -> Form {
        let mark = format!("<form id=\"{id}\"");
        let start = self
            .html
            .find(&mark)
            .unwrap_or_else(|| panic!("no {id}: {}", self.html));
        let html = &self.html[start..];
        let html = &html[..html.find("</form>").unwrap()];
        let inputs = html.split("<input").skip(1);
        let hidden = inputs.filter(|input| input.contains("type=\"hidden\""));
        Form {
            action: attribute(html, "action"),
            hidden: hidden
                .map(|input| (attribute(input, "name"), attribute(input, "value")))
                .collect(),
        }
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let (_, rest) = tag.split_once(&format!(" {name}=\"")).unwrap();
    let value = rest.split('"').next().unwrap();
    value.replace("&#38;", "&").replace("&amp;", "&")
}

fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = fields.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}
