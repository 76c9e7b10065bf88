//! The domain of a pool with apps whose secrets, verifiers and passwords no input can know, and a
//! browser in which somebody is signed in.

use std::cell::OnceCell;

use poolgate_local::{Request, Response};
use serde_json::{Value, json};

use crate::server::{Server, text};

/// The one place where codes may be sent.
pub(crate) const CALLBACK: &str = "http://localhost:8400/callback";
/// The one place where somebody may be led who has signed out.
pub(crate) const SIGNED_OUT: &str = "http://localhost:8400/";
/// 32 zeros: nobody knows a verifier whose hash they are.
const CHALLENGE: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

pub(crate) struct Domain {
    pub(crate) server: Server,
    /// A public app.
    pub(crate) public: String,
    /// An app with a secret.
    pub(crate) confidential: String,
    /// Cookies of a browser that has seen the page for signing in, and the token in its form.
    pub(crate) visitor: (String, String),
    /// Cookies of a browser in which `demo` has signed in, as soon as one is needed.
    session: OnceCell<String>,
}

impl Domain {
    pub(crate) fn new() -> Self {
        Self::of(Server::simple())
    }

    pub(crate) fn of(server: Server) -> Self {
        let domain = json!({ "UserPoolId": server.pool_id, "Domain": "fuzz" });
        server.expect("CreateUserPoolDomain", &domain);
        let public = app(&server, false);
        let mut domain = Self {
            confidential: app(&server, true),
            server,
            public,
            visitor: (String::new(), String::new()),
            session: OnceCell::new(),
        };
        domain.visitor = domain.see_the_page();
        domain
    }

    /// The query of an authorization request of an app.
    pub(crate) fn query(client_id: &str) -> String {
        format!(
            "response_type=code&client_id={client_id}&redirect_uri={CALLBACK}&scope=openid\
             &state=s&code_challenge={CHALLENGE}&code_challenge_method=S256"
        )
    }

    /// A fresh code for an app, from the browser in which somebody is signed in.
    pub(crate) fn code(&self, client_id: &str) -> String {
        let query = Self::query(client_id);
        let answer = self.visit("GET", "/oauth2/authorize", &query, self.session(), b"");
        let location = header(&answer, "location").expect("a redirect");
        let code = location.split_once("code=").expect("a code").1;
        code.split('&').next().unwrap_or_default().to_owned()
    }

    /// Asks as the browser in which somebody is signed in.
    pub(crate) fn visit_signed_in(&self, path: &str, query: &str) -> Response {
        self.visit("GET", path, query, self.session(), b"")
    }

    pub(crate) fn visit(
        &self,
        method: &str,
        path: &str,
        query: &str,
        cookies: &str,
        body: &[u8],
    ) -> Response {
        let path = format!("/{}{path}", self.server.pool_id);
        let headers = [
            ("host", "localhost"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("cookie", cookies),
        ];
        self.server.visit(&Request {
            method,
            path: &path,
            query,
            headers: &headers,
            body,
        })
    }

    fn see_the_page(&self) -> (String, String) {
        let query = Self::query(&self.public);
        let page = self.visit("GET", "/login", &query, "", b"");
        let html = std::str::from_utf8(&page.body).expect("text");
        let field = html.split_once("name=\"_csrf\"").expect("a token").1;
        let token = field.split('"').nth(1).expect("its value").to_owned();
        (cookies(&page), token)
    }

    fn session(&self) -> &str {
        self.session.get_or_init(|| self.sign_in())
    }

    fn sign_in(&self) -> String {
        let (seen, token) = &self.visitor;
        let password = self.server.password();
        let form = format!("_csrf={token}&username=demo&password={password}");
        let query = Self::query(&self.public);
        let answer = self.visit("POST", "/login", &query, seen, form.as_bytes());
        assert_eq!(answer.status, 302, "nobody could sign in");
        format!("{seen}; {}", cookies(&answer))
    }
}

fn app(server: &Server, has_secret: bool) -> String {
    let created = server.expect(
        "CreateUserPoolClient",
        &json!({
            "UserPoolId": server.pool_id, "ClientName": "fuzz", "GenerateSecret": has_secret,
            "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["openid", "email"], "CallbackURLs": [CALLBACK],
            "LogoutURLs": [SIGNED_OUT], "SupportedIdentityProviders": ["COGNITO"],
        }),
    );
    text(&created["UserPoolClient"]["ClientId"])
}

/// The header of this name, if the answer has it.
pub(crate) fn header<'r>(response: &'r Response, name: &str) -> Option<&'r str> {
    let found = response.headers.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| value.as_str())
}

/// What a browser would send back of the cookies of an answer.
pub(crate) fn cookies(response: &Response) -> String {
    let set = response
        .headers
        .iter()
        .filter(|(name, _)| *name == "set-cookie");
    let pairs: Vec<&str> = set
        .filter_map(|(_, value)| value.split(';').next())
        .collect();
    pairs.join("; ")
}

/// What must hold of every answer of a domain: no defect, no header that ends early, no redirect to
/// a stranger, no markup of somebody else's.
#[track_caller]
pub(crate) fn check(domain: &Domain, response: &Response) {
    assert!(response.status < 500, "a defect of the server");
    for (name, value) in &response.headers {
        let is_printable = value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        assert!(is_printable, "{name}: {value:?}");
    }
    if let Some(location) = header(response, "location") {
        let own = format!("/{}/", domain.server.pool_id);
        let page = location.split(['?', '#']).next();
        let is_known = location.starts_with(own.as_str())
            || [Some(CALLBACK), Some(SIGNED_OUT)].contains(&page);
        assert!(is_known, "redirected to {location}");
    }
    if response.content_type.starts_with("text/html") {
        let html = String::from_utf8_lossy(&response.body);
        assert!(!html.contains("<script"), "markup came through");
    }
}

/// The error of an answer of the token endpoint.
pub(crate) fn error(answer: &Value) -> &str {
    answer["error"].as_str().unwrap_or_default()
}
