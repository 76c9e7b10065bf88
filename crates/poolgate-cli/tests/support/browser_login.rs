//! `poolgate login` while it waits for a browser.

use std::io::{BufRead as _, BufReader, Lines};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, ChildStderr, Command};

use serde_json::{Value, json};

use super::{Cognito, Home, Outcome};

/// A command that has shown a URL and waits.
pub(crate) struct BrowserLogin {
    child: Child,
    stderr: Lines<BufReader<ChildStderr>>,
    said: String,
    /// What it asks the person to open.
    pub(crate) url: String,
}

impl BrowserLogin {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut login = Self {
            child,
            stderr,
            said: String::new(),
            url: String::new(),
        };
        login.url = login.expect("  http").trim().into();
        login
    }

    /// Waits for a line that begins so.
    #[track_caller]
    pub(crate) fn expect(&mut self, beginning: &str) -> String {
        for line in self.stderr.by_ref() {
            let line = line.unwrap();
            self.said += &line;
            self.said.push('\n');
            if line.starts_with(beginning) {
                return line;
            }
        }
        panic!("no line {beginning:?}, but:\n{}", self.said);
    }

    /// A parameter of the URL, as it is in there.
    pub(crate) fn parameter(&self, name: &str) -> &str {
        let mut pairs = self
            .url
            .split(['?', '&'])
            .filter_map(|pair| pair.split_once('='));
        pairs.find(|(other, _)| *other == name).unwrap().1
    }

    /// Where the browser is awaited.
    pub(crate) fn redirect_uri(&self) -> String {
        let uri = self.parameter("redirect_uri");
        uri.replace("%3A", ":")
            .replace("%2F", "/")
            .replace("%5B", "[")
            .replace("%5D", "]")
    }

    /// The redirect URI with an answer to this sign-in.
    pub(crate) fn answer(&self, answer: &str) -> String {
        format!(
            "{}?{answer}&state={}",
            self.redirect_uri(),
            self.parameter("state")
        )
    }

    /// What was said until now.
    pub(crate) fn said(&self) -> &str {
        &self.said
    }

    /// What this is typed into, if it was piped.
    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Ctrl-C.
    pub(crate) fn interrupt(&self) {
        let id = i32::try_from(self.child.id()).unwrap();
        let process = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::kill_process(process, rustix::process::Signal::INT).unwrap();
    }

    pub(crate) fn finish(mut self) -> Outcome {
        let rest: Vec<_> = self.stderr.map(Result::unwrap).collect();
        self.child.stderr = None;
        let output = self.child.wait_with_output().unwrap();
        let mut outcome = Outcome::of(output);
        outcome.stderr = self.said + &rest.join("\n");
        outcome
    }
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

/// Ports that were free a moment ago.
pub(crate) fn free_ports<const N: usize>() -> [u16; N] {
    let listeners = [(); N].map(|()| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
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
