use poolgate_token::Error;
use serde_json::json;

use crate::signer::{EXP, NOW, Signer, access_claims, verifier, with};

/// Everything that a person could copy out of an error must be of no use to them.
#[test]
fn no_error_holds_the_token() {
    let keys = Signer::usual().key_set();
    let tokens = [
        Signer::usual().token(&with(access_claims(), "exp", 1)),
        Signer::usual().token(&with(access_claims(), "client_id", "x")),
        Signer::usual().token(&with(access_claims(), "iss", "x")),
        Signer::usual().token(&with(access_claims(), "exp", "x")),
        Signer::stranger().token(&access_claims()),
        format!("{}x", Signer::usual().token(&access_claims())),
        Signer::usual().sign(r#"{"alg":"RS256","kid":"usual"}"#, r#"{"password":"hush"#),
    ];
    for token in tokens {
        let error = verifier()
            .verify_access_token(&token, &keys, NOW)
            .unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hush"), "{shown}");
        for segment in token.split('.') {
            assert!(
                !shown.contains(&segment[..segment.len().min(16)]),
                "{shown}"
            );
        }
    }
}

#[test]
fn what_a_stranger_chose_is_escaped() {
    let header = json!({ "alg": "RS256", "kid": "a\nlevel=error admin signed in\u{1b}[2J" });
    let token = Signer::usual().token_with_header(&header, &access_claims());
    let keys = Signer::usual().key_set();
    let shown = verifier()
        .verify_access_token(&token, &keys, NOW)
        .unwrap_err()
        .to_string();
    assert_eq!(
        shown,
        r#"key set has no key "a\nlevel=error admin signed in\u{1b}[2J""#
    );
}

#[test]
fn the_texts_say_expected_and_actual() {
    let keys = Signer::usual().key_set();
    let text = |name: &str, value: serde_json::Value| {
        let token = Signer::usual().token(&with(access_claims(), name, value));
        verifier()
            .verify_access_token(&token, &keys, NOW)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        text("exp", json!(NOW - 1)),
        format!("token expired at {}, it is {NOW} (leeway 0 s)", NOW - 1)
    );
    assert_eq!(
        text("nbf", json!(EXP)),
        format!("token is valid from {EXP}, it is {NOW} (leeway 0 s)")
    );
    assert_eq!(
        text("token_use", json!("id")),
        r#"token has the use "id", expected "access""#
    );
    assert_eq!(
        text("client_id", json!("x")),
        r#"token is for app client ["x"], expected one of ["1example23456789"]"#
    );
    assert_eq!(text("sub", json!(1)), "token claim sub is not a string");
}

#[test]
fn it_is_an_error_that_travels() {
    fn travels<T: core::error::Error + Send + Sync + 'static>() {}
    travels::<Error>();
}
