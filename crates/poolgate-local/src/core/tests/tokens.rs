//! What the tokens say, and who believes them (protocol.md 5).

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, PASSWORD, claims, refusal, text};

#[test]
fn access_token_claims_are_those_of_an_api_sign_in() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let tokens = demo.tokens();
    let access = claims(&tokens["AccessToken"]);
    let mut members: Vec<&str> = access
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    members.sort_unstable();
    let expected = [
        "auth_time",
        "client_id",
        "event_id",
        "exp",
        "iat",
        "iss",
        "jti",
        "origin_jti",
        "scope",
        "sub",
        "token_use",
        "username",
    ];
    assert_eq!(members, expected);
    assert_eq!(
        access["iss"],
        format!("http://127.0.0.1:9229/{}", demo.pool_id)
    );
    assert_eq!(access["scope"], "aws.cognito.signin.user.admin");
    assert_eq!(access["token_use"], "access");
    assert_eq!(access["username"], "demo");
    assert_eq!(access["exp"], cognito.now() + 3600);

    let id = claims(&tokens["IdToken"]);
    for shared in ["sub", "iss", "event_id", "origin_jti", "auth_time", "iat"] {
        assert_eq!(id[shared], access[shared], "{shared}");
    }
    assert_eq!(id["aud"], demo.client_id);
    assert_eq!(id["cognito:username"], "demo");
    assert_ne!(id["jti"], access["jti"]);
}

#[test]
fn headers_have_two_members_and_the_two_tokens_two_keys() {
    let cognito = Cognito::new();
    let tokens = cognito.demo().tokens();
    let header = |member: &str| {
        let token = text(&tokens[member]);
        let part = token.split('.').next().unwrap();
        String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    };
    let (access, id) = (header("AccessToken"), header("IdToken"));
    assert!(access.starts_with(r#"{"kid":""#) && access.ends_with(r#"","alg":"RS256"}"#));
    assert_ne!(access, id);
}

#[test]
fn attributes_become_claims() {
    let cognito = Cognito::new();
    let pool = json!({ "Schema": [{ "Name": "plan", "AttributeDataType": "Number" }] });
    let demo = cognito.demo_with(&pool, &json!({}));
    let attributes = json!([
        { "Name": "email", "Value": "a@example.com" },
        { "Name": "email_verified", "Value": "True" },
        { "Name": "phone_number", "Value": "+12065551234" },
        { "Name": "address", "Value": "Main Street 1" },
        { "Name": "custom:plan", "Value": "7" },
    ]);
    cognito.user(&demo.pool_id, "anna", &attributes);
    let answer = demo.password_sign_in("anna", PASSWORD).unwrap();
    let id = claims(&answer["AuthenticationResult"]["IdToken"]);
    assert_eq!(id["email_verified"], true);
    assert_eq!(id.get("phone_number_verified"), None);
    assert_eq!(id["address"], json!({ "formatted": "Main Street 1" }));
    assert_eq!(id["custom:plan"], "7");
}

#[test]
fn a_client_reads_only_what_it_lists() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&json!({}), &json!({ "ReadAttributes": ["email"] }));
    let attributes = json!([
        { "Name": "email", "Value": "a@example.com" }, { "Name": "name", "Value": "Anna" },
    ]);
    cognito.user(&demo.pool_id, "anna", &attributes);
    let answer = demo.password_sign_in("anna", PASSWORD).unwrap();
    let id = claims(&answer["AuthenticationResult"]["IdToken"]);
    assert_eq!((id.get("email").is_some(), id.get("name")), (true, None));
    let user = demo
        .get_user(&answer["AuthenticationResult"]["AccessToken"])
        .unwrap();
    let names: Vec<&Value> = user["UserAttributes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|known| &known["Name"])
        .collect();
    assert_eq!(names, ["email", "sub"]);
}

#[test]
fn lifetimes_follow_the_client() {
    let cognito = Cognito::new();
    let settings = json!({
        "AccessTokenValidity": 5, "IdTokenValidity": 2, "RefreshTokenValidity": 1,
        "TokenValidityUnits": { "AccessToken": "minutes", "IdToken": "hours", "RefreshToken": "hours" },
    });
    let demo = cognito.demo_with(&json!({}), &settings);
    let tokens = demo.tokens();
    assert_eq!(tokens["ExpiresIn"], 300);
    let lifetime = |member: &str| {
        let claims = claims(&tokens[member]);
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap()
    };
    assert_eq!((lifetime("AccessToken"), lifetime("IdToken")), (300, 7200));
    cognito.pass(3600);
    let expected = refusal("NotAuthorized", "Refresh Token has expired");
    assert_eq!(demo.refresh(&tokens["RefreshToken"]), Err(expected));
}

#[test]
fn lifetimes_have_bounds_in_every_unit() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let create = |member: &str, value: i64, unit: &str| {
        let mut input = json!({ "UserPoolId": pool_id, "ClientName": "c" });
        input[format!("{member}Validity")] = value.into();
        input["TokenValidityUnits"] = json!({ member: unit });
        cognito.call("CreateUserPoolClient", &input)
    };
    let bounds = [
        ("seconds", 300, 86_400),
        ("minutes", 5, 1440),
        ("hours", 1, 24),
        ("days", 1, 1),
    ];
    for member in ["AccessToken", "IdToken"] {
        for (unit, least, most) in bounds {
            create(member, least, unit).unwrap();
            create(member, most, unit).unwrap();
            for outside in [least - 1, most + 1] {
                let (code, _) = create(member, outside, unit).unwrap_err();
                assert_eq!(
                    code, "InvalidParameterException",
                    "{member} {outside} {unit}"
                );
            }
        }
    }
    for (unit, least, most) in [
        ("seconds", 3600, 315_360_000),
        ("minutes", 60, 5_256_000),
        ("hours", 1, 87_600),
        ("days", 1, 3650),
    ] {
        create("RefreshToken", least, unit).unwrap();
        create("RefreshToken", most, unit).unwrap();
        let (code, _) = create("RefreshToken", most + 1, unit).unwrap_err();
        assert_eq!(code, "InvalidParameterException", "{} {unit}", most + 1);
    }
    let (code, _) = create("RefreshToken", 3599, "seconds").unwrap_err();
    assert_eq!(code, "InvalidParameterException");
}

#[test]
fn a_refresh_token_validity_of_zero_is_thirty_days() {
    let cognito = Cognito::new();
    let settings = json!({
        "RefreshTokenValidity": 0, "TokenValidityUnits": { "RefreshToken": "days" },
    });
    let demo = cognito.demo_with(&json!({}), &settings);
    let tokens = demo.tokens();
    cognito.pass(30 * 86_400 - 1);
    demo.refresh(&tokens["RefreshToken"]).unwrap();
    cognito.pass(1);
    let expected = refusal("NotAuthorized", "Refresh Token has expired");
    assert_eq!(demo.refresh(&tokens["RefreshToken"]), Err(expected));
}

#[test]
fn a_server_that_moved_believes_the_tokens_it_signed_before() {
    let mut cognito = Cognito::new();
    let access = cognito.demo().tokens()["AccessToken"].clone();
    cognito.move_to("http://127.0.0.1:1234");
    let input = json!({ "AccessToken": access });
    assert_eq!(cognito.expect("GetUser", &input)["Username"], "demo");
}

#[test]
fn refresh_tokens_look_like_the_services_own() {
    let cognito = Cognito::new();
    let token = text(&cognito.demo().tokens()["RefreshToken"]);
    let first = "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ.";
    assert!(token.starts_with(first));
    assert_eq!(token.split('.').count(), 5);
}

#[test]
fn access_tokens_are_verified_for_real() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let tokens = demo.tokens();
    let user = demo.get_user(&tokens["AccessToken"]).unwrap();
    assert_eq!(user["Username"], "demo");
    let token = text(&tokens["AccessToken"]);
    let invalid = Err(refusal("NotAuthorized", "Invalid Access Token"));
    for wrong in ["abc", "a.b.c", "..", tokens["IdToken"].as_str().unwrap()] {
        assert_eq!(demo.get_user(&json!(wrong)), invalid, "{wrong}");
    }
    // Somebody else's claims under the old signature.
    let parts: Vec<&str> = token.split('.').collect();
    let mut claimed = claims(&tokens["AccessToken"]);
    claimed["username"] = "admin".into();
    let forged = BASE64_URL_SAFE_NO_PAD.encode(claimed.to_string());
    let forged = json!(format!("{}.{forged}.{}", parts[0], parts[2]));
    let expected = refusal(
        "NotAuthorized",
        "Could not verify signature for Access Token",
    );
    assert_eq!(demo.get_user(&forged), Err(expected));
    // The algorithm "none".
    let header = BASE64_URL_SAFE_NO_PAD.encode(r#"{"kid":"x","alg":"none"}"#);
    assert_eq!(
        demo.get_user(&json!(format!("{header}.{}.", parts[1]))),
        invalid
    );
    // A token of another pool, verified by that pool's key.
    let other: Demo<'_> = cognito.demo();
    assert_eq!(
        demo.get_user(&other.tokens()["AccessToken"]).unwrap()["Username"],
        "demo"
    );

    cognito.pass(3600);
    let expected = refusal("NotAuthorized", "Access Token has expired");
    assert_eq!(demo.get_user(&tokens["AccessToken"]), Err(expected));
}
