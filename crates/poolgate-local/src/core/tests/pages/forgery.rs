//! Forms that the browser was not shown (protocol.md 6.5).

use super::site;
use super::visitor::{Shown, Visitor};
use crate::core::tests::Cognito;
use crate::core::tests::harness::PASSWORD;

const FORMS: [&str; 10] = [
    "/changePassword",
    "/confirmForgotPassword",
    "/confirmUser",
    "/continue",
    "/forgotPassword",
    "/login",
    "/mfa",
    "/mfaSetup",
    "/resendcode",
    "/signup",
];

const FIELDS: [(&str, &str); 3] = [
    ("username", "demo"),
    ("password", PASSWORD),
    ("password_again", PASSWORD),
];

fn refused(page: &Shown) {
    assert_eq!(
        (page.status, page.name().as_str()),
        (403, "expired"),
        "{}",
        page.address
    );
}

#[test]
fn every_form_needs_the_token_of_its_browser() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::of(&demo);
    let login = visitor.open("/login");
    let own = login.form("sign-in").hidden[0].1.clone();
    let others = Visitor::of(&demo).open("/login").form("sign-in").hidden[0]
        .1
        .clone();
    for path in FORMS {
        let address = login.address.replace("/login", path);
        let send = |token: &str| {
            let fields: Vec<_> = FIELDS.into_iter().chain([("_csrf", token)]).collect();
            visitor.send("POST", &address, &fields, &[])
        };
        refused(&visitor.send("POST", &address, &FIELDS, &[]));
        refused(&send("wrong"));
        refused(&send(&others));
        assert_ne!(send(&own).status, 403, "{path}");
    }
}

#[test]
fn a_browser_without_the_cookie_sends_no_form() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let login = Visitor::of(&demo).open("/login");
    let token = login.form("sign-in").hidden[0].1.clone();
    let fields: Vec<_> = FIELDS
        .into_iter()
        .chain([("_csrf", token.as_str())])
        .collect();
    refused(&Visitor::of(&demo).send("POST", &login.address, &fields, &[]));
}

#[test]
fn a_cookie_that_this_server_did_not_make_is_no_token() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::of(&demo);
    let login = visitor.open("/login");
    let genuine = login.form("sign-in").hidden[0].1.clone();
    for planted in ["planted", "planted.planted", &format!("x{genuine}")] {
        let fields: Vec<_> = FIELDS.into_iter().chain([("_csrf", planted)]).collect();
        let fresh = Visitor::of(&demo);
        fresh.browser.plant("XSRF-TOKEN", planted);
        refused(&fresh.send("POST", &login.address, &fields, &[]));
    }
}

#[test]
fn a_form_from_another_site_is_refused_whatever_it_carries() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::of(&demo);
    let login = visitor.open("/login");
    let token = login.form("sign-in").hidden[0].1.clone();
    let fields: Vec<_> = FIELDS
        .into_iter()
        .chain([("_csrf", token.as_str())])
        .collect();
    for site in ["cross-site", "same-site"] {
        let headers = [("sec-fetch-site", site)];
        refused(&visitor.send("POST", &login.address, &fields, &headers));
    }
    let headers = [("sec-fetch-site", "same-origin")];
    let page = visitor.send("POST", &login.address, &fields, &headers);
    page.code();
}

/// Applications in development, on another port of this machine, like the same name.
#[test]
fn a_stranger_s_cookie_of_the_same_name_is_in_nobody_s_way() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::of(&demo);
    let login = visitor.open("/login");
    visitor.browser.plant_before("XSRF-TOKEN", "stranger");
    let fields = [("username", "demo"), ("password", PASSWORD)];
    visitor.submit(&login, "sign-in", &fields).code();
}

#[test]
fn what_is_no_form_is_said_to_be_none() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::of(&demo);
    let login = visitor.open("/login");
    for content_type in ["application/json", "multipart/form-data; boundary=x"] {
        let headers = [("content-type", content_type)];
        let page = visitor
            .browser
            .send("POST", &login.address, &[], &FIELDS, &headers);
        assert_eq!(page.status, 415, "{content_type}");
        assert!(page.text().contains("application/x-www-form-urlencoded"));
    }
}
