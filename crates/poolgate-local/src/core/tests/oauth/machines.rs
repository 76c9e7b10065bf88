//! The client credentials flow: tokens of an application itself.

use serde_json::json;

use super::{App, assert_refused};
use crate::core::tests::Cognito;
use crate::core::tests::harness::claims;

fn machine(cognito: &Cognito) -> App<'_> {
    let api = |pool_id: &str| {
        json!({
            "UserPoolId": pool_id, "Identifier": "https://api.example", "Name": "api",
            "Scopes": [
                { "ScopeName": "read", "ScopeDescription": "to read" },
                { "ScopeName": "write", "ScopeDescription": "to write" },
            ],
        })
    };
    let app = App::new(cognito);
    cognito.expect("CreateResourceServer", &api(&app.pool_id));
    app.another(&json!({
        "GenerateSecret": true,
        "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": ["client_credentials"],
        "AllowedOAuthScopes": ["https://api.example/write", "https://api.example/read"],
    }))
}

#[test]
fn a_machine_gets_an_access_token_and_nothing_else() {
    let cognito = Cognito::new();
    let app = machine(&cognito);
    let grant = ("grant_type", "client_credentials");
    let page = app.exchange(&[grant]);
    let tokens = page.json();
    let mut names: Vec<_> = tokens.as_object().unwrap().keys().collect();
    names.sort();
    assert_eq!(names, ["access_token", "expires_in", "token_type"]);
    let access = claims(&tokens["access_token"]);
    let now = cognito.now();
    assert_eq!(
        access,
        json!({
            "sub": app.client_id, "client_id": app.client_id, "token_use": "access",
            "scope": "https://api.example/write https://api.example/read",
            "auth_time": now, "iat": now, "exp": now + 3600, "version": 2,
            "iss": format!("http://127.0.0.1:9229/{}", app.pool_id), "jti": access["jti"],
        })
    );
    let one = app
        .exchange(&[grant, ("scope", "https://api.example/read")])
        .json();
    assert_eq!(
        claims(&one["access_token"])["scope"],
        "https://api.example/read"
    );
    let bound = app
        .exchange(&[grant, ("resource", "https://api.example")])
        .json();
    assert_eq!(claims(&bound["access_token"])["aud"], "https://api.example");
}

#[test]
fn a_machine_gets_no_scope_that_it_does_not_have() {
    let cognito = Cognito::new();
    let app = machine(&cognito);
    for scope in [
        "openid",
        "https://api.example/delete",
        "https://api.example/read openid",
    ] {
        let page = app.exchange(&[("grant_type", "client_credentials"), ("scope", scope)]);
        assert_refused(&page, "invalid_scope", "");
    }
}

#[test]
fn a_machine_s_token_is_nobody_s_at_the_other_endpoints() {
    let cognito = Cognito::new();
    let app = machine(&cognito);
    let tokens = app.exchange(&[("grant_type", "client_credentials")]).json();
    assert_eq!(app.user_info(&tokens["access_token"]).status, 401);
    let input = json!({ "AccessToken": tokens["access_token"] });
    assert_eq!(
        cognito.call("GetUser", &input).unwrap_err().0,
        "NotAuthorizedException"
    );
}

#[test]
fn only_a_client_of_the_flow_acts_for_itself() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let page = app.exchange(&[("grant_type", "client_credentials")]);
    let description = "the app client does not allow the client_credentials flow";
    assert_refused(&page, "unauthorized_client", description);
}
