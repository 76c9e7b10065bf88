//! Flows that send the password, and which flows a client may use (protocol.md 3.1).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, PASSWORD, Refusal, incorrect, refusal};

fn admin_initiate(demo: &Demo<'_>, flow: &str, password: &str) -> Result<Value, Refusal> {
    let input = json!({
        "UserPoolId": demo.pool_id, "ClientId": demo.client_id, "AuthFlow": flow,
        "AuthParameters": { "USERNAME": "demo", "PASSWORD": password },
    });
    demo.cognito.call("AdminInitiateAuth", &input)
}

#[test]
fn the_right_password_signs_in_and_the_wrong_one_does_not() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let answer = demo.password_sign_in("demo", PASSWORD).unwrap();
    assert_eq!(answer["AuthenticationResult"]["ExpiresIn"], 3600);
    assert_eq!(
        demo.password_sign_in("demo", "Wrong-Horse-1"),
        Err(incorrect())
    );
    assert_eq!(demo.password_sign_in("nobody", PASSWORD), Err(incorrect()));
    for flow in ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] {
        assert!(admin_initiate(&demo, flow, PASSWORD).is_ok(), "{flow}");
        assert_eq!(
            admin_initiate(&demo, flow, "Wrong-Horse-1"),
            Err(incorrect())
        );
    }
}

#[test]
fn without_prevention_an_unknown_user_is_told() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&json!({}), &json!({}));
    let expected = refusal("UserNotFound", "User does not exist.");
    assert_eq!(demo.password_sign_in("nobody", PASSWORD), Err(expected));
}

#[test]
fn extra_parameters_are_ignored() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let parameters = json!({ "USERNAME": "demo", "PASSWORD": PASSWORD, "_skip_trigger_": "1" });
    demo.initiate("USER_PASSWORD_AUTH", &parameters).unwrap();
}

#[test]
fn a_temporary_password_expires() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    cognito.set_password(&demo.pool_id, "demo", "Temporary-1", false);
    cognito.pass(7 * 86_400);
    let message = "Temporary password has expired and must be reset by an administrator.";
    let expected = refusal("NotAuthorized", message);
    assert_eq!(demo.password_sign_in("demo", "Temporary-1"), Err(expected));
}

#[test]
fn a_client_uses_only_the_flows_it_allows() {
    let cognito = Cognito::new();
    let credentials = json!({
        "USERNAME": "demo", "PASSWORD": PASSWORD, "SRP_A": "a", "REFRESH_TOKEN": "x",
    });
    let public = |flows: Value, flow: &str| {
        let settings = if flows.is_null() {
            json!({})
        } else {
            json!({ "ExplicitAuthFlows": flows })
        };
        let pool_id = cognito.pool(&json!({}));
        let mut input = settings;
        input["UserPoolId"] = pool_id.clone().into();
        input["ClientName"] = "c".into();
        let client = cognito.expect("CreateUserPoolClient", &input);
        cognito.user(&pool_id, "demo", &json!([]));
        let client_id = client["UserPoolClient"]["ClientId"]
            .as_str()
            .unwrap()
            .to_owned();
        Demo {
            cognito: &cognito,
            pool_id,
            client_id,
        }
        .initiate(flow, &credentials)
    };
    let invalid = |message: &str| Err(refusal("InvalidParameter", message));
    let no_password = invalid("USER_PASSWORD_AUTH flow not enabled for this client");
    let no_srp = invalid("USER_SRP_AUTH is not enabled for the client.");
    assert_eq!(public(Value::Null, "USER_PASSWORD_AUTH"), no_password);
    assert!(public(Value::Null, "USER_SRP_AUTH").is_ok());
    assert_eq!(
        public(json!(["ALLOW_REFRESH_TOKEN_AUTH"]), "USER_SRP_AUTH"),
        no_srp
    );
    assert_eq!(
        public(json!(["ALLOW_USER_SRP_AUTH"]), "REFRESH_TOKEN_AUTH"),
        invalid("Auth flow not enabled for this client")
    );
    assert!(public(json!(["USER_PASSWORD_AUTH"]), "USER_PASSWORD_AUTH").is_ok());
    assert!(public(json!(["ADMIN_NO_SRP_AUTH"]), "USER_SRP_AUTH").is_ok());
    assert_eq!(
        public(json!(["CUSTOM_AUTH_FLOW_ONLY"]), "USER_SRP_AUTH"),
        no_srp
    );
    assert_eq!(
        public(Value::Null, "ADMIN_USER_PASSWORD_AUTH"),
        invalid("Initiate Auth method not supported")
    );
}

#[test]
fn an_administrator_may_not_use_the_public_flow() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let message = "Initiate Auth method not supported";
    let expected = refusal("InvalidParameter", message);
    assert_eq!(
        admin_initiate(&demo, "USER_PASSWORD_AUTH", PASSWORD),
        Err(expected)
    );
    let strict = json!({ "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"] });
    let demo = cognito.demo_with(&json!({}), &strict);
    let expected = refusal("InvalidParameter", "Auth flow not enabled for this client");
    assert_eq!(
        admin_initiate(&demo, "ADMIN_NO_SRP_AUTH", PASSWORD),
        Err(expected)
    );
}

#[test]
fn a_client_with_a_secret_needs_its_hash_at_every_step() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&json!({}), &json!({ "GenerateSecret": true }));
    let described = json!({ "UserPoolId": demo.pool_id, "ClientId": demo.client_id });
    let client = cognito.expect("DescribeUserPoolClient", &described);
    let secret = client["UserPoolClient"]["ClientSecret"].as_str().unwrap();
    let id = &demo.client_id;
    let mut parameters = json!({ "USERNAME": "demo", "PASSWORD": PASSWORD });
    let message = format!("Client {id} is configured with secret but SECRET_HASH was not received");
    let answer = demo.initiate("USER_PASSWORD_AUTH", &parameters);
    assert_eq!(answer, Err(refusal("NotAuthorized", &message)));
    parameters["SECRET_HASH"] = poolgate_srp::secret_hash("demo", id, secret).into();
    let tokens = demo.initiate("USER_PASSWORD_AUTH", &parameters).unwrap();
    let token = &tokens["AuthenticationResult"]["RefreshToken"];

    let mut parameters = json!({ "REFRESH_TOKEN": token });
    let answer = demo.initiate("REFRESH_TOKEN_AUTH", &parameters);
    assert_eq!(answer, Err(refusal("NotAuthorized", &message)));
    parameters["SECRET_HASH"] = poolgate_srp::secret_hash("demo", id, secret).into();
    demo.initiate("REFRESH_TOKEN_AUTH", &parameters).unwrap();

    let mut raw = json!({ "RefreshToken": token, "ClientId": id });
    let message = format!("Client {id} is configured for secret but secret was not received");
    let answer = cognito.call("GetTokensFromRefreshToken", &raw);
    assert_eq!(answer, Err(refusal("NotAuthorized", &message)));
    raw["ClientSecret"] = "wrong-wrong-wrong-wrong-wrong".replace('-', "_").into();
    let message = format!("Unable to verify secret hash for client {id}");
    let answer = cognito.call("GetTokensFromRefreshToken", &raw);
    assert_eq!(answer, Err(refusal("NotAuthorized", &message)));
    raw["ClientSecret"] = secret.into();
    cognito.expect("GetTokensFromRefreshToken", &raw);
}
