//! What a provider publishes is asked for once an hour, and again when it does not fit any more.

use serde_json::json;

use super::elsewhere::Elsewhere;
use super::federation::{BY_PROVIDER, application, assert_told, come_by, tokens};
use super::{App, CALLBACK};
use crate::core::tests::Cognito;
use crate::trusted_issuer::tests::Issuer;

const DISCOVERY: &str = "openid-configuration";
const KEYS: &str = "jwks.json";

/// Signs `demo` in, and answers which documents were asked for meanwhile.
fn asked_meanwhile(app: &App<'_>, elsewhere: &Elsewhere) -> Vec<String> {
    elsewhere.asked();
    tokens(app, &come_by(app, elsewhere, &app.browser(), "demo"));
    let mut asked = elsewhere.asked();
    asked.retain(|asked| [DISCOVERY, KEYS].contains(&&**asked));
    asked
}

#[test]
fn documents_are_asked_for_once_an_hour() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    assert_eq!(asked_meanwhile(&app, &elsewhere), [DISCOVERY, KEYS]);
    for seconds in [0, 3599] {
        cognito.pass(seconds);
        elsewhere.pass(seconds);
        assert!(asked_meanwhile(&app, &elsewhere).is_empty(), "{seconds}");
    }
    cognito.pass(1);
    elsewhere.pass(1);
    assert_eq!(asked_meanwhile(&app, &elsewhere), [DISCOVERY, KEYS]);
    cognito.core.reset().unwrap();
    let app = application(&cognito, &elsewhere);
    assert_eq!(asked_meanwhile(&app, &elsewhere), [DISCOVERY, KEYS]);
}

#[test]
fn keys_that_are_kept_refuse_no_token_of_a_newer_key() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let newer = Issuer::new(&elsewhere.issuer()).jwk();
    let real = elsewhere.key();
    // Another key under the same name is as good as one under another.
    let mut same_name = newer.clone();
    same_name["kid"] = real["kid"].clone();
    for kept in [newer, same_name] {
        cognito.pass(3600);
        elsewhere.pass(3600);
        elsewhere.replace(KEYS, "keys", json!([kept]));
        let location = come_by(&app, &elsewhere, &app.browser(), "demo");
        assert_told(
            &location,
            "Other sent an ID token that none of its keys has signed",
        );
        elsewhere.replace(KEYS, "keys", json!([real]));
        assert_eq!(asked_meanwhile(&app, &elsewhere), [KEYS]);
        assert!(asked_meanwhile(&app, &elsewhere).is_empty());
    }
}

#[test]
fn a_token_that_nobody_has_signed_has_the_keys_asked_for_once() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    asked_meanwhile(&app, &elsewhere);
    let issuer = elsewhere.issuer();
    let forged = Issuer::new(&issuer).token(elsewhere.now(), &json!({}));
    elsewhere.replace("/oauth2/token", "id_token", forged.into());
    come_by(&app, &elsewhere, &app.browser(), "demo");
    assert_eq!(elsewhere.asked(), ["token", KEYS]);
}

#[test]
fn a_document_that_leads_nowhere_any_more_is_asked_for_again() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    asked_meanwhile(&app, &elsewhere);
    elsewhere.answer_with("/oauth2/token", 404, "moved");
    come_by(&app, &elsewhere, &app.browser(), "demo");
    elsewhere.answer_with("/nowhere", 404, "");
    assert_eq!(asked_meanwhile(&app, &elsewhere), [DISCOVERY, KEYS]);
}

#[test]
fn a_document_that_is_no_good_is_not_kept() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let leave = || {
        let asked = app.asking(&BY_PROVIDER);
        app.browser().get("/oauth2/authorize", &asked).location()
    };
    let issuer = elsewhere.issuer();
    elsewhere.replace(DISCOVERY, "issuer", json!("https://evil.example"));
    assert!(leave().starts_with(CALLBACK));
    elsewhere.replace(DISCOVERY, "issuer", json!(issuer));
    assert!(leave().starts_with(&issuer));

    let real = elsewhere.key();
    elsewhere.replace(KEYS, "keys", json!([]));
    let location = come_by(&app, &elsewhere, &app.browser(), "demo");
    assert_told(
        &location,
        &format!("the keys of {issuer}: no key for RS256, RS384, RS512, ES256 or ES384"),
    );
    elsewhere.replace(KEYS, "keys", json!([real]));
    assert_eq!(asked_meanwhile(&app, &elsewhere), [KEYS]);
}
