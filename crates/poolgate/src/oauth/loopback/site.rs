//! What a request is for. Pure: sockets are elsewhere.

use hyper::header::HOST;
use hyper::{Method, Request};

use super::address::LoopbackAddress;
use super::page::Page;

/// What is at the receiver's address.
pub(super) struct Site {
    authority: String,
    callback: String,
}

/// What is asked for.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Asked<'a> {
    /// The redirect URI's path, with this query.
    Callback(&'a str),
    /// Where browsers are sent after it.
    Done,
    /// Nothing of ours: this is to be shown.
    Other(Page),
}

impl Site {
    pub(super) fn new(address: &LoopbackAddress) -> Self {
        Self {
            authority: address.authority.clone(),
            callback: address.path.clone(),
        }
    }

    /// The path that browsers are sent to after the callback: none that a code is in the history
    /// for.
    pub(super) fn done(&self) -> &'static str {
        match self.callback.as_str() {
            "/done" => "/finished",
            _ => "/done",
        }
    }

    pub(super) fn asked<'a, B>(&self, request: &'a Request<B>) -> Asked<'a> {
        let uri = request.uri();
        // A request for a proxy names an authority before its path; this is none.
        if uri.authority().is_some() || !self.is_meant_by(request) {
            return Asked::Other(Page::Misdirected);
        }
        if request.method() != Method::GET {
            return Asked::Other(Page::MethodNotAllowed);
        }
        if uri.path() == self.callback {
            Asked::Callback(uri.query().unwrap_or_default())
        } else if uri.path() == self.done() {
            Asked::Done
        } else {
            Asked::Other(Page::NotFound)
        }
    }

    /// Whether the browser knows this place by the redirect URI's name. A page elsewhere whose own
    /// name was made to lead to 127.0.0.1 (DNS rebinding) would talk to us as to itself.
    fn is_meant_by<B>(&self, request: &Request<B>) -> bool {
        let mut hosts = request.headers().get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return false;
        };
        host.as_bytes()
            .eq_ignore_ascii_case(self.authority.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    fn site(uri: &str) -> Site {
        Site::new(&LoopbackAddress::of(&Url::parse(uri).unwrap()).unwrap())
    }

    fn request(method: &str, target: &str, hosts: &[&str]) -> Request<()> {
        let mut request = Request::builder().method(method).uri(target);
        for host in hosts {
            request = request.header(HOST, *host);
        }
        request.body(()).unwrap()
    }

    fn get(target: &str) -> Request<()> {
        request("GET", target, &["localhost:8400"])
    }

    #[test]
    fn only_the_exact_path_is_the_callback() {
        let site = site("http://localhost:8400/callback");
        let asked = |target| format!("{:?}", site.asked(&get(target)));
        assert_eq!(asked("/callback?a=b"), "Callback(\"a=b\")");
        assert_eq!(asked("/callback"), "Callback(\"\")");
        assert_eq!(asked("/done?a"), "Done");
        for target in [
            "/",
            "/callback/",
            "/Callback",
            "//callback",
            "/callback%20",
            "/%63allback",
            "/a/../callback",
            "/favicon.ico",
        ] {
            assert_eq!(asked(target), "Other(NotFound)", "{target}");
        }
    }

    #[test]
    fn who_knows_this_place_by_another_name_is_sent_away() {
        let site = site("http://localhost:8400/callback");
        for hosts in [
            &[][..],
            &[""],
            &["localhost"],
            &["localhost:8401"],
            &["127.0.0.1:8400"],
            &["evil.example:8400"],
            &["localhost:8400", "localhost:8400"],
        ] {
            let request = request("GET", "/callback?a=b", hosts);
            assert_eq!(
                site.asked(&request),
                Asked::Other(Page::Misdirected),
                "{hosts:?}"
            );
        }
        let other_case = request("GET", "/callback", &["LocalHost:8400"]);
        assert_eq!(site.asked(&other_case), Asked::Callback(""));
        let for_a_proxy = get("http://localhost:8400/callback");
        assert_eq!(site.asked(&for_a_proxy), Asked::Other(Page::Misdirected));
    }

    #[test]
    fn no_other_method_brings_an_answer() {
        let site = site("http://localhost:8400/callback");
        for method in ["HEAD", "OPTIONS", "POST", "PUT", "TRACE", "brew"] {
            let request = request(method, "/callback?a=b", &["localhost:8400"]);
            assert_eq!(
                site.asked(&request),
                Asked::Other(Page::MethodNotAllowed),
                "{method}"
            );
        }
    }

    #[test]
    fn the_final_path_is_never_the_callback() {
        for path in ["/", "/done", "/finished"] {
            let site = site(&format!("http://localhost:8400{path}"));
            assert_eq!(site.asked(&get(path)), Asked::Callback(""));
            assert_eq!(site.asked(&get(site.done())), Asked::Done);
        }
    }
}
