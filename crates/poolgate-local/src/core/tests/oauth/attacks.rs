//! Codes in the wrong hands, or presented in the wrong way.

use serde_json::json;

use super::{App, CALLBACK, CHALLENGE, VERIFIER, assert_refused, client_of};
use crate::core::tests::Cognito;

const ASKED: [(&str, &str); 2] = [
    ("code_challenge", CHALLENGE),
    ("code_challenge_method", "S256"),
];
const UNKNOWN: &str = "the code is unknown, or its five minutes are over";

#[test]
fn a_code_works_once_and_its_replay_ends_the_tokens_of_the_first_use() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let code = app.code(&ASKED);
    let verifier = [("code_verifier", VERIFIER)];
    let tokens = app.redeem(&code, &verifier).json();
    assert_eq!(app.user_info(&tokens["access_token"]).status, 200);
    let again = app.redeem(&code, &verifier);
    assert_refused(&again, "invalid_grant", "the code was already used");
    assert_eq!(app.user_info(&tokens["access_token"]).status, 401);
    let refreshed = app.refresh(&tokens["refresh_token"]);
    assert_refused(
        &refreshed,
        "invalid_grant",
        "Refresh Token has been revoked",
    );
}

#[test]
fn a_code_ends_after_five_minutes() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let (in_time, late) = (app.code(&[]), app.code(&[]));
    cognito.pass(299);
    assert_eq!(app.redeem(&in_time, &[]).status, 200);
    cognito.pass(1);
    assert_refused(&app.redeem(&late, &[]), "invalid_grant", UNKNOWN);
}

#[test]
fn a_code_is_of_no_use_to_another_client_and_is_not_spoilt_by_it() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let thief = app.another(&client_of("code"));
    let code = app.code(&[]);
    assert_refused(&thief.redeem(&code, &[]), "invalid_grant", UNKNOWN);
    assert_refused(&thief.redeem("guessed", &[]), "invalid_grant", UNKNOWN);
    assert_eq!(app.redeem(&code, &[]).status, 200);
}

#[test]
fn a_code_wants_the_verifier_of_its_challenge() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let code = app.code(&ASKED);
    let mismatch = "code_verifier is not the code_challenge's";
    for wrong in [
        "x",
        CHALLENGE,
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK",
    ] {
        let page = app.redeem(&code, &[("code_verifier", wrong)]);
        assert_refused(&page, "invalid_grant", mismatch);
    }
    let missing = app.redeem(&code, &[]);
    assert_refused(&missing, "invalid_grant", "code_verifier is missing");
    let plain = app.code(&[]);
    let downgraded = app.redeem(&plain, &[("code_verifier", VERIFIER)]);
    let description = "the authorization request had no code_challenge";
    assert_refused(&downgraded, "invalid_grant", description);
}

#[test]
fn a_code_wants_the_redirect_uri_that_it_went_to() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let code = app.code(&[]);
    let description = "redirect_uri is not that of the authorization request";
    for other in [
        "http://localhost:8400/callback",
        "https://app.example/callback",
    ] {
        let page = app.redeem(&code, &[("redirect_uri", other)]);
        assert_refused(&page, "invalid_grant", description);
    }
    assert_eq!(app.redeem(&code, &[("redirect_uri", CALLBACK)]).status, 200);
}

#[test]
fn a_code_ends_with_its_user() {
    for operation in [
        "AdminDisableUser",
        "AdminUserGlobalSignOut",
        "AdminResetUserPassword",
        "AdminDeleteUser",
    ] {
        let cognito = Cognito::new();
        let app = App::new(&cognito);
        let code = app.code(&[]);
        let id = json!({ "UserPoolId": app.pool_id, "Username": "demo" });
        cognito.expect(operation, &id);
        let description = "the user was signed out, disabled or deleted";
        assert_refused(&app.redeem(&code, &[]), "invalid_grant", description);
    }
}

#[test]
fn a_code_is_used_up_when_the_server_was_killed_right_after() {
    let directory = tempfile::tempdir().unwrap();
    let cognito = Cognito::kept(directory.path());
    let app = App::new(&cognito);
    let (used, fresh) = (app.code(&[]), app.code(&[]));
    assert_eq!(app.redeem(&used, &[]).status, 200);
    let (pool_id, client_id) = (app.pool_id.clone(), app.client_id.clone());
    drop(cognito);
    let cognito = Cognito::kept(directory.path());
    let app = App {
        cognito: &cognito,
        pool_id,
        client_id,
        secret: None,
    };
    assert_refused(
        &app.redeem(&used, &[]),
        "invalid_grant",
        "the code was already used",
    );
    assert_eq!(app.redeem(&fresh, &[]).status, 200);
}

#[test]
fn of_many_at_once_one_gets_the_tokens() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let one = app.code(&[]);
    let asked = [
        ("grant_type", "authorization_code"),
        ("client_id", app.client_id.as_str()),
        ("code", one.as_str()),
        ("redirect_uri", CALLBACK),
    ];
    let core = &cognito.core;
    let now = crate::time::UnixTime::from_seconds(cognito.now());
    let query = crate::hosted::fields::query(asked);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let ask = || {
            let request = crate::wire::Request {
                method: "POST",
                path: "/oauth2/token",
                query: &query,
                headers: &[("host", super::HOST)],
                body: b"",
            };
            let mut random = rand_core::UnwrapErr(getrandom::SysRng);
            core.visit(&request, now, &mut random).unwrap().status
        };
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1);
}
