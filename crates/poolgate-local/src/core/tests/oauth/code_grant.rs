//! The authorization code flow, and what its tokens say.

use serde_json::json;

use super::{App, CALLBACK, CHALLENGE, VERIFIER, assert_refused, client_of};
use crate::core::tests::Cognito;
use crate::core::tests::browser::query_of;
use crate::core::tests::harness::{claims, text};

#[test]
fn a_code_becomes_tokens_with_what_was_asked_for() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let asked = [
        ("scope", "openid email"),
        ("state", "a/b c"),
        ("nonce", "n-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let location = app.signed_in(&asked);
    assert!(
        location.starts_with(&format!("{CALLBACK}&code=")),
        "{location}"
    );
    assert!(location.ends_with("&state=a%2Fb+c"), "{location}");
    let code = &query_of(&location)["code"];
    assert_eq!(code.len(), 36);

    cognito.pass(10);
    let page = app.redeem(code, &[("code_verifier", VERIFIER)]);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(page.header("access-control-allow-origin"), Some("*"));
    let tokens = page.json();
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["expires_in"], 3600);
    assert!(text(&tokens["refresh_token"]).starts_with("eyJjdHkiOiJKV1Qi"));

    let access = claims(&tokens["access_token"]);
    assert_eq!(access["scope"], "openid email");
    assert_eq!(access["version"], 2);
    assert_eq!(access["client_id"], app.client_id);
    assert_eq!(access["auth_time"], cognito.now() - 10);
    assert_eq!(access.get("aud"), None);
    let id = claims(&tokens["id_token"]);
    assert_eq!(id["nonce"], "n-1");
    assert_eq!(id["at_hash"], at_hash(&text(&tokens["access_token"])));
    assert_eq!(id["aud"], app.client_id);
    assert_eq!(id["origin_jti"], access["origin_jti"]);
    assert_eq!(id["event_id"], access["event_id"]);
    assert_eq!(id["email"], "demo@example.com");
    assert_eq!(id["email_verified"], true);
    assert_eq!(id.get("phone_number"), None);
    assert_eq!(id.get("given_name"), None);
}

/// OpenID Connect Core 3.1.3.6, once more.
fn at_hash(token: &str) -> String {
    use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(&digest.as_ref()[..16])
}

#[test]
fn the_scopes_decide_what_the_tokens_say() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let attributes = |scope| {
        let tokens = app.tokens(&[("scope", scope)]);
        let id = claims(&tokens["id_token"]);
        ["email", "phone_number", "given_name"].map(|name| id.get(name).is_some())
    };
    assert_eq!(attributes("openid"), [true, true, true]);
    assert_eq!(attributes("openid phone"), [false, true, false]);
    assert_eq!(attributes("openid profile"), [false, false, true]);
    assert_eq!(attributes("openid\tprofile  email"), [true, false, true]);
    let without = app.tokens(&[("scope", "email")]);
    assert_eq!(without.get("id_token"), None);
    // All that the client has, in its own order.
    let all = claims(&app.tokens(&[])["access_token"]);
    assert_eq!(
        all["scope"],
        "openid email phone profile aws.cognito.signin.user.admin"
    );
}

#[test]
fn the_api_wants_a_scope_of_its_own() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let get_user = |scope| {
        let tokens = app.tokens(&[("scope", scope)]);
        cognito.call("GetUser", &json!({ "AccessToken": tokens["access_token"] }))
    };
    let (code, message) = get_user("openid email").unwrap_err();
    assert_eq!(code, "NotAuthorizedException");
    assert_eq!(message, "Access Token does not have required scopes");
    let user = get_user("aws.cognito.signin.user.admin").unwrap();
    assert_eq!(user["Username"], "demo");
}

#[test]
fn a_resource_becomes_the_audience_of_the_access_token() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let tokens = app.tokens(&[("resource", "https://api.example")]);
    assert_eq!(
        claims(&tokens["access_token"])["aud"],
        "https://api.example"
    );
    assert_eq!(claims(&tokens["id_token"])["aud"], app.client_id);
    let refreshed = app.refresh(&tokens["refresh_token"]).json();
    assert_eq!(
        claims(&refreshed["access_token"])["aud"],
        "https://api.example"
    );
}

#[test]
fn a_confidential_client_proves_that_it_is_the_one() {
    let cognito = Cognito::new();
    let mut settings = client_of("code");
    settings["GenerateSecret"] = true.into();
    let app = App::with(&cognito, &settings);
    let secret = app.secret.clone().unwrap();
    let by_body = |id: &str, secret: &str| {
        let code = app.code(&[]);
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", id),
            ("client_secret", secret),
            ("code", &code),
            ("redirect_uri", CALLBACK),
        ];
        app.browser().post("/oauth2/token", &form)
    };
    assert_eq!(app.redeem(&app.code(&[]), &[]).status, 200);
    assert_eq!(by_body(&app.client_id, &secret).status, 200);
    let both = app.redeem(&app.code(&[]), &[("client_id", &app.client_id)]);
    assert_eq!(both.status, 200);
    assert_refused(&by_body(&app.client_id, "wrong"), "invalid_client", "");
    assert_refused(&by_body(&app.client_id, ""), "invalid_client", "");
    assert_refused(&by_body("nobody", &secret), "invalid_client", "");
    let other = app.redeem(&app.code(&[]), &[("client_id", "other")]);
    assert_refused(&other, "invalid_client", "");
    for header in ["Basic !", "Basic bm9jb2xvbg==", "Bearer x", "Basic"] {
        let headers = [("authorization", header)];
        let page = app
            .browser()
            .send("POST", "/oauth2/token", &[], &[], &headers);
        assert_refused(&page, "invalid_client", "");
    }
    let public = app.another(&client_of("code"));
    let given = public.redeem(&public.code(&[]), &[("client_secret", "none")]);
    assert_refused(&given, "invalid_client", "");
}

#[test]
fn parameters_in_the_query_are_taken_as_well() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let code = app.code(&[]);
    let query = [
        ("grant_type", "authorization_code"),
        ("client_id", app.client_id.as_str()),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
    ];
    let page = app
        .browser()
        .send("POST", "/oauth2/token", &query, &[], &[]);
    assert_eq!(page.status, 200, "{}", page.text());
}

#[test]
fn what_is_missing_or_there_twice_is_said() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let grant = ("grant_type", "authorization_code");
    for (parameters, description) in [
        (vec![], "grant_type is missing"),
        (vec![grant], "code is missing"),
        (vec![grant, ("code", "x")], "redirect_uri is missing"),
        (vec![grant, grant], "grant_type is given more than once"),
        (
            vec![grant, ("code", "x"), ("code", "x")],
            "code is given more than once",
        ),
        (
            vec![("grant_type", "refresh_token")],
            "refresh_token is missing",
        ),
    ] {
        assert_refused(&app.exchange(&parameters), "invalid_request", description);
    }
    let nobody = app.browser().post("/oauth2/token", &[grant]);
    assert_refused(&nobody, "invalid_request", "client_id is missing");
    let password = app.exchange(&[("grant_type", "password")]);
    assert_refused(&password, "unsupported_grant_type", "");
    let json = [("content-type", "application/json")];
    let page = app
        .browser()
        .send("POST", "/oauth2/token", &[], &[("a", "b")], &json);
    assert_eq!(page.status, 400);
    assert_eq!(app.browser().get("/oauth2/token", &[]).status, 405);
}

#[test]
fn pages_of_any_origin_may_ask_for_tokens() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let headers = [
        ("origin", "https://app.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "authorization"),
    ];
    let preflight = |path| app.browser().send("OPTIONS", path, &[], &[], &headers);
    for path in ["/oauth2/token", "/oauth2/revoke", "/oauth2/userInfo"] {
        let page = preflight(path);
        assert_eq!(page.status, 200);
        assert_eq!(page.header("access-control-allow-origin"), Some("*"));
        assert_eq!(
            page.header("access-control-allow-headers"),
            Some("authorization")
        );
    }
    let page = preflight("/oauth2/authorize");
    assert_eq!(page.status, 405);
    assert_eq!(page.header("access-control-allow-origin"), None);
}

#[test]
fn a_client_without_the_flow_gets_no_tokens() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let code = app.code(&[]);
    app.change("AllowedOAuthFlows", json!(["implicit"]));
    let description = "the app client does not allow the code flow";
    assert_refused(&app.redeem(&code, &[]), "unauthorized_client", description);
}
