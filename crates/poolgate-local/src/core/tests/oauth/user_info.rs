//! `/oauth2/userInfo`.

use serde_json::json;

use super::App;
use crate::core::tests::Cognito;
use crate::core::tests::harness::{claims, text};

#[test]
fn an_application_is_told_what_its_scopes_cover() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let tokens = app.tokens(&[("scope", "openid email")]);
    let sub = claims(&tokens["access_token"])["sub"].clone();
    let page = app.user_info(&tokens["access_token"]);
    assert_eq!(page.status, 200);
    assert_eq!(page.header("access-control-allow-origin"), Some("*"));
    let told = json!({
        "sub": sub, "email": "demo@example.com", "email_verified": "true", "username": "demo",
    });
    assert_eq!(page.json(), told);
    let all = app.tokens(&[("scope", "openid")]);
    let bearer = format!("bearer {}", text(&all["access_token"]));
    let headers = [("authorization", bearer.as_str())];
    let page = app
        .browser()
        .send("POST", "/oauth2/userInfo", &[], &[], &headers);
    assert_eq!(page.json()["given_name"], "Demo");
    assert_eq!(page.json()["phone_number"], "+12065551234");
}

#[test]
fn whoever_brings_no_good_token_is_told_why() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let bad = "error=\"invalid_request\", \
               error_description=\"Bad OAuth2 request at UserInfo Endpoint\"";
    for header in ["", "Bearer", "Bearer ", "Basic eDp5"] {
        let headers = [("authorization", header)];
        let page = app
            .browser()
            .send("GET", "/oauth2/userInfo", &[], &[], &headers);
        assert_eq!(page.status, 400);
        assert_eq!(page.header("www-authenticate"), Some(bad));
    }
    let invalid = "error=\"invalid_token\", error_description=\"Access token is expired, disabled, \
                   or deleted, or the user has globally signed out.\"";
    let without = app.tokens(&[("scope", "email")]);
    let page = app.user_info(&without["access_token"]);
    assert_eq!(page.status, 401);
    assert!(
        page.text()
            .contains("Access token does not contain openid scope")
    );
    let tokens = app.tokens(&[("scope", "openid")]);
    for token in [
        &tokens["id_token"],
        &tokens["refresh_token"],
        &json!("x.y.z"),
    ] {
        let page = app.user_info(token);
        assert_eq!(page.status, 401);
        assert_eq!(page.header("www-authenticate"), Some(invalid));
    }
    cognito.pass(3600);
    assert_eq!(app.user_info(&tokens["access_token"]).status, 401);
}

#[test]
fn a_token_of_another_pool_means_nothing() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let tokens = app.tokens(&[("scope", "openid")]);
    let other = cognito.pool(&json!({}));
    let domain = json!({ "UserPoolId": other, "Domain": "other" });
    cognito.expect("CreateUserPoolDomain", &domain);
    let bearer = format!("Bearer {}", text(&tokens["access_token"]));
    let headers = [("authorization", bearer.as_str())];
    let path = format!("/{other}/oauth2/userInfo");
    let page = app
        .browser()
        .send("GET", "/oauth2/userInfo", &[], &[], &headers);
    assert_eq!(page.status, 200);
    let there = crate::core::tests::browser::Browser::at(&cognito, "localhost:9229");
    assert_eq!(there.send("GET", &path, &[], &[], &headers).status, 401);
}
