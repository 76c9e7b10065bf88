//! What follows the password, for every kind of pool and user (protocol.md 3.6).

use super::super::Cognito;
use super::super::harness::PASSWORD;
use super::{configure, pool_with, prefer, with_app};

const ALL: [&str; 3] = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"];
const TOKENS: &str = "tokens";

struct Case {
    configuration: &'static str,
    offered: &'static [&'static str],
    username: &'static str,
    registered: &'static [&'static str],
    preferred: Option<&'static str>,
    next: &'static str,
}

const fn case(
    configuration: &'static str,
    offered: &'static [&'static str],
    username: &'static str,
    registered: &'static [&'static str],
    preferred: Option<&'static str>,
    next: &'static str,
) -> Case {
    Case {
        configuration,
        offered,
        username,
        registered,
        preferred,
        next,
    }
}

#[rustfmt::skip]
const CASES: [Case; 18] = [
    // Off asks nobody.
    case("OFF", &[], "reachable", &["SMS_MFA", "SOFTWARE_TOKEN_MFA"], Some("SMS_MFA"), TOKENS),
    // Optional asks those who have one.
    case("OPTIONAL", &ALL, "reachable", &[], None, TOKENS),
    case("OPTIONAL", &ALL, "demo", &[], None, TOKENS),
    case("OPTIONAL", &ALL, "reachable", &["SMS_MFA"], None, "SMS_MFA"),
    case("OPTIONAL", &ALL, "reachable", &["EMAIL_OTP"], None, "EMAIL_OTP"),
    case("OPTIONAL", &ALL, "reachable", &["SOFTWARE_TOKEN_MFA"], None, "SOFTWARE_TOKEN_MFA"),
    // Several are a choice, unless one is preferred.
    case("OPTIONAL", &ALL, "reachable", &["SMS_MFA", "EMAIL_OTP"], None, "SELECT_MFA_TYPE"),
    case("OPTIONAL", &ALL, "reachable", &ALL, None, "SELECT_MFA_TYPE"),
    case("OPTIONAL", &ALL, "reachable", &ALL, Some("SMS_MFA"), "SMS_MFA"),
    case("OPTIONAL", &ALL, "reachable", &ALL, Some("EMAIL_OTP"), "EMAIL_OTP"),
    case("OPTIONAL", &ALL, "reachable", &ALL, Some("SOFTWARE_TOKEN_MFA"), "SOFTWARE_TOKEN_MFA"),
    // What the pool no longer offers is not asked for, preferred or not.
    case("OPTIONAL", &["EMAIL_OTP"], "reachable", &["SMS_MFA", "EMAIL_OTP"], Some("SMS_MFA"), "EMAIL_OTP"),
    case("OPTIONAL", &["EMAIL_OTP"], "reachable", &["SMS_MFA"], Some("SMS_MFA"), TOKENS),
    // Required: whoever has none sets one up, or has a phone number to send a code to.
    case("ON", &ALL, "demo", &[], None, "MFA_SETUP"),
    case("ON", &ALL, "reachable", &[], None, "SMS_MFA"),
    case("ON", &["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"], "reachable", &[], None, "MFA_SETUP"),
    case("ON", &ALL, "reachable", &["EMAIL_OTP"], None, "EMAIL_OTP"),
    case("ON", &ALL, "demo", &["SOFTWARE_TOKEN_MFA"], None, "SOFTWARE_TOKEN_MFA"),
];

#[test]
fn the_next_step_is_the_one_of_the_table() {
    for (number, case) in CASES.iter().enumerate() {
        let cognito = Cognito::new();
        let demo = pool_with(&cognito, "OPTIONAL", &ALL);
        if case.registered.contains(&"SOFTWARE_TOKEN_MFA") {
            with_app(&demo, case.username);
        }
        for factor in case.registered {
            let preferred = case.preferred == Some(factor);
            prefer(&demo, case.username, factor, preferred).unwrap();
        }
        configure(&demo, case.configuration, case.offered);
        for answer in [
            demo.password_sign_in(case.username, PASSWORD).unwrap(),
            demo.srp_sign_in(case.username, PASSWORD).unwrap(),
        ] {
            let next = answer["ChallengeName"].as_str().unwrap_or(TOKENS);
            assert_eq!(next, case.next, "case {number}");
            assert_eq!(answer["AuthenticationResult"].is_object(), next == TOKENS);
        }
    }
}
