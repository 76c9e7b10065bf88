//! App clients that change and go, and their secrets (protocol.md 9.5 and 9.6).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, PASSWORD, Refusal, refusal, text};

fn described(demo: &Demo<'_>) -> Value {
    let input = json!({ "UserPoolId": demo.pool_id, "ClientId": demo.client_id });
    demo.cognito.expect("DescribeUserPoolClient", &input)["UserPoolClient"].clone()
}

/// Calls an operation on the demo's client.
fn call(demo: &Demo<'_>, operation: &str, mut input: Value) -> Result<Value, Refusal> {
    input["UserPoolId"] = demo.pool_id.clone().into();
    input["ClientId"] = demo.client_id.clone().into();
    demo.cognito.call(operation, &input)
}

#[test]
fn an_update_resets_what_it_leaves_out() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(
        &json!({}),
        &json!({
            "GenerateSecret": true,
            "AccessTokenValidity": 2,
            "LogoutURLs": ["https://example.com/out"],
            "PreventUserExistenceErrors": "ENABLED",
        }),
    );
    let before = described(&demo);
    cognito.pass(5);
    let answer = call(
        &demo,
        "UpdateUserPoolClient",
        json!({ "ReadAttributes": ["email"] }),
    );
    let client = answer.unwrap()["UserPoolClient"].clone();
    let expected = json!({
        "UserPoolId": demo.pool_id, "ClientName": "test", "ClientId": demo.client_id,
        "ClientSecret": before["ClientSecret"],
        "LastModifiedDate": 1_790_000_005.0, "CreationDate": 1_790_000_000.0,
        "ReadAttributes": ["email"],
        "RefreshTokenValidity": 30, "TokenValidityUnits": {},
        "AllowedOAuthFlowsUserPoolClient": false, "EnableTokenRevocation": true,
        "EnablePropagateAdditionalUserContextData": false, "AuthSessionValidity": 3,
    });
    assert_eq!(client, expected);
    assert_eq!(described(&demo), expected);
}

#[test]
fn an_update_obeys_the_rules_of_a_creation() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let update = |settings| call(&demo, "UpdateUserPoolClient", settings);
    assert_eq!(
        update(json!({ "WriteAttributes": ["custom:nothing"] })),
        Err(refusal(
            "InvalidParameter",
            "Invalid write attributes specified while updating a client"
        ))
    );
    assert_eq!(
        update(json!({ "IdTokenValidity": 25 })),
        Err(refusal(
            "InvalidParameter",
            "Invalid range for token validity."
        ))
    );
}

#[test]
fn a_deleted_client_is_gone() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let gone = refusal(
        "ResourceNotFound",
        &format!("User pool client {} does not exist.", demo.client_id),
    );
    assert_eq!(
        call(&demo, "DeleteUserPoolClient", json!({})),
        Ok(Value::Null)
    );
    for operation in [
        "DeleteUserPoolClient",
        "DescribeUserPoolClient",
        "UpdateUserPoolClient",
    ] {
        assert_eq!(call(&demo, operation, json!({})), Err(gone.clone()));
    }
    assert_eq!(demo.password_sign_in("demo", PASSWORD), Err(gone));
}

#[test]
fn of_two_secrets_both_are_good_until_one_is_deleted() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&json!({}), &json!({ "GenerateSecret": true }));
    let first = text(&described(&demo)["ClientSecret"]);
    let added = call(&demo, "AddUserPoolClientSecret", json!({})).unwrap();
    let second = text(&added["ClientSecretDescriptor"]["ClientSecretValue"]);
    assert_eq!(second.len(), 52);

    let sign_in = |secret: &str| {
        let hash = poolgate_srp::secret_hash("demo", &demo.client_id, secret);
        let parameters =
            json!({ "USERNAME": "demo", "PASSWORD": PASSWORD, "SECRET_HASH": hash.as_str() });
        demo.initiate("USER_PASSWORD_AUTH", &parameters)
    };
    let tokens = sign_in(&first).unwrap()["AuthenticationResult"].clone();
    assert!(sign_in(&second).is_ok());
    let refresh = |secret: &str| {
        let input = json!({
            "ClientId": demo.client_id, "RefreshToken": tokens["RefreshToken"],
            "ClientSecret": secret,
        });
        cognito.call("GetTokensFromRefreshToken", &input)
    };
    assert!(refresh(&first).is_ok());
    assert!(refresh(&second).is_ok());

    let listed = call(&demo, "ListUserPoolClientSecrets", json!({})).unwrap();
    let listed = listed["ClientSecrets"].as_array().unwrap();
    assert_eq!(listed.len(), 2);
    assert!(
        listed
            .iter()
            .all(|entry| entry.get("ClientSecretValue").is_none())
    );
    let old = json!({ "ClientSecretId": listed[0]["ClientSecretId"] });
    assert_eq!(
        call(&demo, "DeleteUserPoolClientSecret", old),
        Ok(json!({}))
    );
    let message = format!("Unable to verify secret hash for client {}", demo.client_id);
    assert_eq!(sign_in(&first), Err(refusal("NotAuthorized", &message)));
    assert!(sign_in(&second).is_ok());
    assert_eq!(described(&demo)["ClientSecret"], second);
}

#[test]
fn a_secret_of_ones_own_is_never_shown_again() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&json!({}), &json!({ "GenerateSecret": true }));
    let own = json!({ "ClientSecret": "a".repeat(24) });
    let added = call(&demo, "AddUserPoolClientSecret", own).unwrap();
    assert!(
        added["ClientSecretDescriptor"]
            .get("ClientSecretValue")
            .is_none()
    );
}

#[test]
fn a_client_has_one_or_two_secrets_or_is_public() {
    let cognito = Cognito::new();
    let public = cognito.demo();
    let (code, _) = call(&public, "AddUserPoolClientSecret", json!({})).unwrap_err();
    assert_eq!(code, "InvalidParameterException");

    let demo = cognito.demo_with(&json!({}), &json!({ "GenerateSecret": true }));
    let listed = call(&demo, "ListUserPoolClientSecrets", json!({})).unwrap();
    let only = json!({ "ClientSecretId": listed["ClientSecrets"][0]["ClientSecretId"] });
    let (code, _) = call(&demo, "DeleteUserPoolClientSecret", only).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
    let unknown = json!({ "ClientSecretId": "nothing" });
    let (code, _) = call(&demo, "DeleteUserPoolClientSecret", unknown).unwrap_err();
    assert_eq!(code, "ResourceNotFoundException");
    call(&demo, "AddUserPoolClientSecret", json!({})).unwrap();
    let (code, _) = call(&demo, "AddUserPoolClientSecret", json!({})).unwrap_err();
    assert_eq!(code, "LimitExceededException");
}
