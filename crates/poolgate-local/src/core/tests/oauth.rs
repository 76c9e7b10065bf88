//! The OAuth endpoints as an application and a browser see them (protocol.md 6).

mod attacks;
mod authorize;
mod browser_sessions;
mod code_grant;
mod discovery;
mod disorderly_provider;
mod elsewhere;
mod federated_users;
mod federation;
mod forged_id_tokens;
mod implicit_grant;
mod logout;
mod machines;
mod published_documents;
mod refresh_grant;
mod revocation;
mod user_info;

use std::collections::BTreeMap;

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};

use super::Cognito;
use super::browser::{Browser, Page, query_of};
use super::harness::text;

const HOST: &str = "app.auth.localhost:9229";
const CALLBACK: &str = "https://app.example/callback?tenant=1";

// RFC 7636 appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// An application of a pool with the domain `app`, and the user `demo`.
struct App<'c> {
    cognito: &'c Cognito,
    pool_id: String,
    client_id: String,
    secret: Option<String>,
}

/// The settings of a client for this flow.
fn client_of(flow: &str) -> Value {
    json!({
        "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": [flow],
        "AllowedOAuthScopes":
            ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"],
        "CallbackURLs": [CALLBACK, "http://localhost:8400/callback"],
        "LogoutURLs": ["https://app.example/", "http://localhost:8400/"],
        "SupportedIdentityProviders": ["COGNITO"],
    })
}

impl<'c> App<'c> {
    /// A public client of the code flow.
    fn new(cognito: &'c Cognito) -> Self {
        Self::with(cognito, &client_of("code"))
    }

    fn with(cognito: &'c Cognito, client: &Value) -> Self {
        let pool_id = cognito.pool(&json!({}));
        let domain = json!({ "UserPoolId": pool_id, "Domain": "app" });
        cognito.expect("CreateUserPoolDomain", &domain);
        let attributes = json!([
            { "Name": "email", "Value": "demo@example.com" },
            { "Name": "email_verified", "Value": "true" },
            { "Name": "phone_number", "Value": "+12065551234" },
            { "Name": "given_name", "Value": "Demo" },
        ]);
        cognito.user(&pool_id, "demo", &attributes);
        Self::of(cognito, pool_id, client)
    }

    /// Another client of the same pool.
    fn another(&self, client: &Value) -> Self {
        Self::of(self.cognito, self.pool_id.clone(), client)
    }

    fn of(cognito: &'c Cognito, pool_id: String, client: &Value) -> Self {
        let client_id = cognito.client(&pool_id, client);
        let id = json!({ "UserPoolId": pool_id, "ClientId": client_id });
        let described = cognito.expect("DescribeUserPoolClient", &id);
        let secret = described["UserPoolClient"].get("ClientSecret").map(text);
        Self {
            cognito,
            pool_id,
            client_id,
            secret,
        }
    }

    fn browser(&self) -> Browser<'c> {
        Browser::at(self.cognito, HOST)
    }

    /// The parameters of an authorization request, with these besides.
    fn asking<'a>(&'a self, further: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut asked = vec![
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", CALLBACK),
        ];
        if !further.iter().any(|(name, _)| *name == "response_type") {
            asked.push(("response_type", "code"));
        }
        asked.extend(further);
        asked
    }

    /// What `demo` brings back from a sign-in.
    fn signed_in(&self, further: &[(&str, &str)]) -> String {
        let browser = self.browser();
        browser.pass("demo", &self.asking(further)).location()
    }

    fn code(&self, further: &[(&str, &str)]) -> String {
        query_of(&self.signed_in(further))["code"].clone()
    }

    /// Asks the token endpoint as this client, with these parameters.
    fn exchange(&self, parameters: &[(&str, &str)]) -> Page {
        let basic = self.secret.as_ref().map(|secret| {
            let credentials = format!("{}:{secret}", self.client_id);
            format!("Basic {}", BASE64_STANDARD.encode(credentials))
        });
        let headers: Vec<_> = basic
            .iter()
            .map(|it| ("authorization", it.as_str()))
            .collect();
        let mut form = parameters.to_vec();
        if self.secret.is_none() {
            form.push(("client_id", &self.client_id));
        }
        self.browser()
            .send("POST", "/oauth2/token", &[], &form, &headers)
    }

    fn redeem(&self, code: &str, further: &[(&str, &str)]) -> Page {
        let mut parameters = vec![("grant_type", "authorization_code"), ("code", code)];
        if !further.iter().any(|(name, _)| *name == "redirect_uri") {
            parameters.push(("redirect_uri", CALLBACK));
        }
        parameters.extend(further);
        self.exchange(&parameters)
    }

    fn refresh(&self, token: &Value) -> Page {
        let token = text(token);
        self.exchange(&[("grant_type", "refresh_token"), ("refresh_token", &token)])
    }

    /// The tokens of a fresh sign-in.
    #[track_caller]
    fn tokens(&self, further: &[(&str, &str)]) -> Value {
        let page = self.redeem(&self.code(further), &[]);
        assert_eq!(page.status, 200, "{}", page.text());
        page.json()
    }

    fn user_info(&self, token: &Value) -> Page {
        let bearer = format!("Bearer {}", text(token));
        let headers = [("authorization", bearer.as_str())];
        self.browser()
            .send("GET", "/oauth2/userInfo", &[], &[], &headers)
    }

    /// Changes what the client was made with.
    fn change(&self, member: &str, value: Value) {
        let mut input = client_of("code");
        input["UserPoolId"] = self.pool_id.clone().into();
        input["ClientId"] = self.client_id.clone().into();
        input[member] = value;
        self.cognito.expect("UpdateUserPoolClient", &input);
    }
}

/// The error and its description.
#[track_caller]
fn refusal(page: &Page) -> (u16, String, String) {
    let body = page.json();
    let description = body["error_description"].as_str().unwrap_or_default();
    (page.status, text(&body["error"]), description.to_owned())
}

#[track_caller]
fn assert_refused(page: &Page, error: &str, description: &str) {
    let expected = (400, error.to_owned(), description.to_owned());
    assert_eq!(refusal(page), expected);
}

/// The fields of a URI's fragment.
fn fragment_of(uri: &str) -> BTreeMap<String, String> {
    let (_, fragment) = uri.split_once('#').expect("a fragment");
    query_of(&format!("?{fragment}"))
}
