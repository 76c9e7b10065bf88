//! Resource servers, and the scopes and flows that clients may have (protocol.md 6.7).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Refusal, refusal, text};

fn server(pool_id: &str, identifier: &str) -> Value {
    json!({
        "UserPoolId": pool_id, "Identifier": identifier, "Name": "api",
        "Scopes": [{ "ScopeName": "read", "ScopeDescription": "to read" }],
    })
}

#[test]
fn a_resource_server_is_made_described_replaced_and_deleted() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let mut api = server(&pool_id, "https://api.example.com");
    let made = json!({ "ResourceServer": api });
    assert_eq!(cognito.expect("CreateResourceServer", &api), made);
    let again = refusal(
        "InvalidParameter",
        "Resource server https://api.example.com already exists.",
    );
    assert_eq!(cognito.call("CreateResourceServer", &api), Err(again));

    let id = json!({ "UserPoolId": pool_id, "Identifier": "https://api.example.com" });
    assert_eq!(cognito.expect("DescribeResourceServer", &id), made);
    api["Name"] = "renamed".into();
    api.as_object_mut().unwrap().remove("Scopes");
    cognito.expect("UpdateResourceServer", &api);
    let described = cognito.expect("DescribeResourceServer", &id);
    assert_eq!(described["ResourceServer"]["Name"], "renamed");
    assert_eq!(described["ResourceServer"]["Scopes"], json!([]));

    assert_eq!(cognito.expect("DeleteResourceServer", &id), Value::Null);
    let gone = refusal(
        "ResourceNotFound",
        "Resource server https://api.example.com does not exist.",
    );
    for operation in ["DescribeResourceServer", "DeleteResourceServer"] {
        assert_eq!(cognito.call(operation, &id), Err(gone.clone()));
    }
    assert_eq!(cognito.call("UpdateResourceServer", &api), Err(gone));
}

#[test]
fn resource_servers_come_in_pages_and_are_at_most_twenty_five() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    for number in 0..25 {
        cognito.expect(
            "CreateResourceServer",
            &server(&pool_id, &number.to_string()),
        );
    }
    let (code, _) = cognito
        .call("CreateResourceServer", &server(&pool_id, "more"))
        .unwrap_err();
    assert_eq!(code, "LimitExceededException");
    let mut list = json!({ "UserPoolId": pool_id, "MaxResults": 20 });
    let first = cognito.expect("ListResourceServers", &list);
    list["NextToken"] = first["NextToken"].clone();
    let second = cognito.expect("ListResourceServers", &list);
    let count = |page: &Value| page["ResourceServers"].as_array().unwrap().len();
    assert_eq!((count(&first), count(&second)), (20, 5));
    assert_eq!(second.get("NextToken"), None);
}

#[test]
fn a_resource_server_goes_with_its_pool() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    cognito.expect("CreateResourceServer", &server(&pool_id, "api"));
    cognito.expect("DeleteUserPool", &json!({ "UserPoolId": pool_id }));
    let now = crate::time::UnixTime::from_seconds(cognito.now());
    let random = &mut rand_core::UnwrapErr(getrandom::SysRng);
    let context = cognito.core.context(now, random);
    assert_eq!(context.read(|state| state.resource_servers.len()), 0);
}

fn client(cognito: &Cognito, pool_id: &str, settings: Value) -> Result<Value, Refusal> {
    let mut input = settings;
    input["UserPoolId"] = pool_id.into();
    input["ClientName"] = "app".into();
    cognito.call("CreateUserPoolClient", &input)
}

#[test]
fn a_client_has_only_scopes_that_exist() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let machine = json!({
        "GenerateSecret": true,
        "AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthScopes": ["api/read"],
    });
    let unknown = refusal("ScopeDoesNotExist", "Invalid scope requested: api/read");
    assert_eq!(client(&cognito, &pool_id, machine.clone()), Err(unknown));
    cognito.expect("CreateResourceServer", &server(&pool_id, "api"));
    let made = client(&cognito, &pool_id, machine).unwrap();

    let update = json!({
        "UserPoolId": pool_id, "ClientId": text(&made["UserPoolClient"]["ClientId"]),
        "AllowedOAuthScopes": ["api/write"],
    });
    let unknown = refusal("ScopeDoesNotExist", "Invalid scope requested: api/write");
    assert_eq!(cognito.call("UpdateUserPoolClient", &update), Err(unknown));
}

#[test]
fn flows_that_do_not_go_together_are_refused() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let cases = [
        (
            json!({ "AllowedOAuthFlows": ["code", "client_credentials"], "GenerateSecret": true }),
            "client_credentials flow can not be selected along with code flow or implicit flow.",
        ),
        (
            json!({ "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"] }),
            "CallbackUrls can not be empty when code flow or implicit flow is selected",
        ),
        (
            json!({
                "AllowedOAuthFlows": ["client_credentials"], "GenerateSecret": true,
                "AllowedOAuthScopes": ["email"],
            }),
            "email is not supported with client_credentials flow",
        ),
        (
            json!({ "AllowedOAuthFlows": ["client_credentials"] }),
            "client_credentials flow can not be selected if client does not have a client secret.",
        ),
    ];
    for (settings, message) in cases {
        let expected = Err(refusal("InvalidOAuthFlow", message));
        assert_eq!(client(&cognito, &pool_id, settings), expected);
    }
}

#[test]
fn redirects_go_to_absolute_uris_by_tls_or_to_this_machine() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    for good in [
        "https://example.com/back",
        "http://localhost:3000/back",
        "http://127.0.0.1",
        "http://[::1]:8080/",
        "myapp://example",
    ] {
        let settings = json!({ "CallbackURLs": [good], "LogoutURLs": [good] });
        assert!(client(&cognito, &pool_id, settings).is_ok(), "{good}");
    }
    for bad in [
        "/relative",
        "example.com",
        "https://example.com/#part",
        "http://example.com/",
        "http://localhost.example.com/",
        "http://127.0.0.2/",
        "http://[::ffff:127.0.0.1]/",
    ] {
        for member in ["CallbackURLs", "LogoutURLs"] {
            let refused = client(&cognito, &pool_id, json!({ member: [bad] }));
            let (code, _) = refused.unwrap_err();
            assert_eq!(code, "InvalidParameterException", "{bad}");
        }
    }
    let elsewhere = json!({
        "CallbackURLs": ["https://example.com/"], "DefaultRedirectURI": "https://example.org/",
    });
    let (code, _) = client(&cognito, &pool_id, elsewhere).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
}

#[test]
fn scopes_that_are_gone_are_gone_from_the_clients_too() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let mut api = server(&pool_id, "api");
    api["Scopes"] = json!([
        { "ScopeName": "read", "ScopeDescription": "to read" },
        { "ScopeName": "write", "ScopeDescription": "to write" },
    ]);
    cognito.expect("CreateResourceServer", &api);
    let client = cognito.client(
        &pool_id,
        &json!({
            "AllowedOAuthFlows": ["code"], "AllowedOAuthFlowsUserPoolClient": true,
            "CallbackURLs": ["https://example.com/"],
            "AllowedOAuthScopes": ["api/read", "openid", "api/write"],
        }),
    );
    let scopes = || {
        let id = json!({ "UserPoolId": pool_id, "ClientId": client });
        cognito.expect("DescribeUserPoolClient", &id)["UserPoolClient"]["AllowedOAuthScopes"]
            .clone()
    };
    api["Scopes"].as_array_mut().unwrap().pop();
    cognito.expect("UpdateResourceServer", &api);
    assert_eq!(scopes(), json!(["api/read", "openid"]));
    let id = json!({ "UserPoolId": pool_id, "Identifier": "api" });
    cognito.expect("DeleteResourceServer", &id);
    assert_eq!(scopes(), json!(["openid"]));
}
