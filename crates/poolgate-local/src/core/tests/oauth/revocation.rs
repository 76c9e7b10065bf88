//! `/oauth2/revoke`.

use serde_json::json;

use super::{App, client_of, refusal};
use crate::core::tests::Cognito;
use crate::core::tests::browser::Page;
use crate::core::tests::harness::text;

fn revoke(app: &App<'_>, token: &str) -> Page {
    let form = [("client_id", app.client_id.as_str()), ("token", token)];
    app.browser().post("/oauth2/revoke", &form)
}

fn refused(page: &Page) -> (u16, String) {
    let (status, error, _) = refusal(page);
    (status, error)
}

#[test]
fn a_revoked_refresh_token_ends_all_that_came_of_its_sign_in() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let (tokens, others) = (app.tokens(&[]), app.tokens(&[]));
    let token = text(&tokens["refresh_token"]);
    for _ in 0..2 {
        let page = revoke(&app, &token);
        assert_eq!((page.status, page.text()), (200, String::new()));
    }
    assert_eq!(revoke(&app, "no.token.at.all.it").status, 200);
    assert_eq!(app.refresh(&tokens["refresh_token"]).status, 400);
    assert_eq!(app.user_info(&tokens["access_token"]).status, 401);
    assert_eq!(app.user_info(&others["access_token"]).status, 200);
}

#[test]
fn what_cannot_be_revoked_is_refused() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let tokens = app.tokens(&[]);
    let invalid = (400, "invalid_request".to_owned());
    assert_eq!(refused(&revoke(&app, "")), invalid);
    let unsupported = (400, "unsupported_token_type".to_owned());
    assert_eq!(
        refused(&revoke(&app, &text(&tokens["access_token"]))),
        unsupported
    );
    let other = app.another(&client_of("code"));
    let unauthorized = (400, "unauthorized_client".to_owned());
    let token = text(&tokens["refresh_token"]);
    assert_eq!(refused(&revoke(&other, &token)), unauthorized);
    let form = [("client_id", "nobody"), ("token", token.as_str())];
    let page = app.browser().post("/oauth2/revoke", &form);
    assert_eq!(refused(&page), (401, "invalid_client".to_owned()));
    assert!(page.header("www-authenticate").is_some());
    let twice = [
        ("client_id", app.client_id.as_str()),
        ("token", "a"),
        ("token", "b"),
    ];
    assert_eq!(
        refused(&app.browser().post("/oauth2/revoke", &twice)),
        invalid
    );
    app.change("EnableTokenRevocation", json!(false));
    assert_eq!(refused(&revoke(&app, &token)), invalid);
    assert_eq!(app.refresh(&tokens["refresh_token"]).status, 200);
}
