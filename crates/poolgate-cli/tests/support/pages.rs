//! A pool with login pages, and what comes of a sign-in there.

use std::process::Command;

use serde_json::{Value, json};

use super::browser::Browser;
use super::browser_login::BrowserLogin;
use super::ports::{self, Port};
use super::{Cognito, Home, Outcome, PASSWORD};

pub(crate) const LOGIN: [&str; 3] = ["login", "--method", "browser"];

/// A home and a pool with pages, whose app client takes browsers back on two ports.
pub(crate) struct Place {
    pub(crate) home: Home,
    pub(crate) cognito: Cognito,
    pub(crate) ports: [u16; 2],
    _claims: [Port; 2],
}

impl Place {
    pub(crate) fn new() -> Self {
        let (home, claims) = (Home::new(), ports::claimed());
        let ports = [claims[0].number, claims[1].number];
        let cognito = Cognito::start_with_pages(&home, &ports);
        Self {
            home,
            cognito,
            ports,
            _claims: claims,
        }
    }

    pub(crate) fn poolgate(&self, arguments: &[&str]) -> Command {
        self.cognito.poolgate(&self.home, arguments)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.poolgate(&[&LOGIN, arguments].concat());
        let [first, second] = self.ports;
        command.arg("--port").arg(format!("{first},{second}"));
        // Somebody is there who opens the URL.
        command.env_remove("CI");
        command
    }

    pub(crate) fn login(&self, arguments: &[&str]) -> BrowserLogin {
        BrowserLogin::start(self.command(arguments))
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.cognito.run(&self.home, arguments, b"")
    }

    /// `ana` signs in with this browser.
    pub(crate) fn signed_in(&self, browser: &mut Browser) -> Value {
        let login = self.login(&["--json"]);
        browser.sign_in(&login.url, "ana", PASSWORD);
        json(&login.finish())
    }
}

#[track_caller]
pub(crate) fn json(outcome: &Outcome) -> Value {
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).unwrap()
}

#[track_caller]
pub(crate) fn failed(outcome: &Outcome, code: i32, words: &str) {
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (Some(code), ""),
        "{}",
        outcome.stderr
    );
    assert!(outcome.stderr.contains(words), "{}", outcome.stderr);
}

/// The settings of an app client that takes browsers back on these ports.
pub(crate) fn settings_for_pages(ports: &[u16]) -> Value {
    let uris = ports
        .iter()
        .map(|port| format!("http://localhost:{port}/callback"));
    json!({
        "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid", "email", "profile", "aws.cognito.signin.user.admin"],
        "SupportedIdentityProviders": ["COGNITO"],
        "CallbackURLs": uris.collect::<Vec<_>>(),
    })
}

impl Cognito {
    /// A server whose pool has login pages, and whose app client takes browsers back on these
    /// ports.
    pub(crate) fn start_with_pages(home: &Home, ports: &[u16]) -> Self {
        let flows = ["ALLOW_USER_SRP_AUTH"];
        let cognito = Self::start_with(home, &[], json!({}), &flows);
        cognito.call("CreateUserPoolDomain", json!({ "Domain": "test-pages" }));
        cognito.update_client(settings_for_pages(ports));
        cognito
    }

    /// Sets these of the app client, and resets all others.
    pub(crate) fn update_client(&self, mut settings: Value) {
        settings["ClientId"] = self.client_id.as_str().into();
        settings["ExplicitAuthFlows"] = json!(["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]);
        self.call("UpdateUserPoolClient", settings);
    }
}
