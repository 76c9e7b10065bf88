//! A browser in the middle of a sign-in: what each page has to be come to from is a step that the
//! server has sealed in a cookie, which no input can make.

use poolgate_local::Response;
use serde_json::{Value, json};

use crate::domain::{self, Domain};
use crate::server::Server;

/// Has a browser come to a step.
pub(crate) type Way = fn(&mut Progress<'_>);

/// The steps by name, and how a browser comes to each.
const WAYS: [(&str, Way); 9] = [
    ("code", |browser| browser.sign_in("phoned")),
    ("confirmation", |browser| {
        browser.send(
            "/signup",
            "username=bea&attribute.email=bea%40example.com&password=Correct-horse7\
             &password_again=Correct-horse7",
        );
    }),
    ("email_code", |browser| {
        browser.sign_in("demo");
        browser.send("/mfaSetup", "factor=EMAIL_OTP");
        browser.send("/mfaSetup", "email=demo%40example.com");
    }),
    ("email_setup", |browser| {
        browser.sign_in("demo");
        browser.send("/mfaSetup", "factor=EMAIL_OTP");
    }),
    ("factor_choice", |browser| {
        let server = &browser.domain.server;
        has_email(server, "phoned");
        server.expect(
            "AdminSetUserMFAPreference",
            &json!({
                "UserPoolId": server.pool_id, "Username": "phoned",
                "SMSMfaSettings": { "Enabled": true }, "EmailMfaSettings": { "Enabled": true },
            }),
        );
        browser.sign_in("phoned");
    }),
    ("new_password", |browser| {
        let server = &browser.domain.server;
        server.has_password("demo", false);
        browser.sign_in("demo");
    }),
    ("password_reset", |browser| {
        has_email(&browser.domain.server, "demo");
        browser.send("/forgotPassword", "username=demo");
    }),
    ("setup_choice", |browser| browser.sign_in("demo")),
    ("software_token", |browser| {
        browser.sign_in("demo");
        browser.send("/mfaSetup", "factor=SOFTWARE_TOKEN_MFA");
    }),
];

/// The way to the step of this name.
pub(crate) fn way_to(step: &str) -> Option<Way> {
    let (_, way) = WAYS.into_iter().find(|(name, _)| *name == step)?;
    Some(way)
}

/// A browser of somebody who knows a password and no code.
pub(crate) struct Progress<'d> {
    pub(crate) domain: &'d Domain,
    cookies: String,
    /// What the address of the page says of its step.
    parameter: String,
}

impl<'d> Progress<'d> {
    pub(crate) fn at_the_beginning(domain: &'d Domain) -> Self {
        Self {
            domain,
            cookies: domain.visitor.0.clone(),
            parameter: String::new(),
        }
    }

    /// Sends a form to a page.
    pub(crate) fn post(&self, path: &str, form: &[u8]) -> Response {
        let query = Domain::query(&self.domain.public) + &self.parameter;
        self.domain.visit("POST", path, &query, &self.cookies, form)
    }

    fn sign_in(&mut self, username: &str) {
        let password = self.domain.server.password();
        self.send(
            "/login",
            &format!("username={username}&password={password}"),
        );
    }

    /// Sends the form of a page that leads to the next one.
    fn send(&mut self, path: &str, fields: &str) {
        let token = &self.domain.visitor.1;
        let answer = self.post(path, format!("_csrf={token}&{fields}").as_bytes());
        let location = domain::header(&answer, "location").unwrap_or_default();
        let step = location.split_once("&step=");
        let (_, id) = step.unwrap_or_else(|| panic!("{path} led to no step: {}", answer.status));
        self.parameter = format!("&step={id}");
        self.cookies = format!("{}; {}", self.domain.visitor.0, domain::cookies(&answer));
    }
}

fn has_email(server: &Server, username: &str) {
    let attribute = |name, value| json!({ "Name": name, "Value": value });
    let email = format!("{username}@example.com");
    let attributes: [Value; 2] = [
        attribute("email", email.as_str()),
        attribute("email_verified", "true"),
    ];
    let input = json!({
        "UserPoolId": server.pool_id, "Username": username, "UserAttributes": attributes,
    });
    server.expect("AdminUpdateUserAttributes", &input);
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGES: [(&str, &str); 9] = [
        ("code", "/mfa"),
        ("confirmation", "/confirmUser"),
        ("email_code", "/mfa"),
        ("email_setup", "/mfaSetup"),
        ("factor_choice", "/selectMfa"),
        ("new_password", "/changePassword"),
        ("password_reset", "/confirmForgotPassword"),
        ("setup_choice", "/mfaSetup"),
        ("software_token", "/mfaSetup"),
    ];

    #[test]
    fn every_way_leads_to_a_form_that_is_looked_at() {
        for (step, path) in PAGES {
            let domain = Domain::of(Server::with_every_factor());
            let mut browser = Progress::at_the_beginning(&domain);
            way_to(step).expect(step)(&mut browser);
            let form = format!("_csrf={}", domain.visitor.1);
            let page = browser.post(path, form.as_bytes());
            let html = String::from_utf8_lossy(&page.body).into_owned();
            assert!(html.contains("id=\"error-summary\""), "{step}: {html}");
        }
    }
}
