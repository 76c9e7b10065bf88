//! The tags that sessions get (protocol.md 8.6).

use serde_json::{Value, json};

use super::harness::{Cloud, refusal};
use super::open_id_tokens::claims;

const TAGS: &str = "https://aws.amazon.com/tags";

/// The claim about tags in a token for ann, with this map for her user pool.
fn tags(cloud: &Cloud, map: &Value) -> Value {
    let pool = cloud.identity_pool_with(&json!({ "AllowClassicFlow": true }));
    let mut input = json!({ "IdentityPoolId": pool, "IdentityProviderName": cloud.provider });
    input
        .as_object_mut()
        .unwrap()
        .extend(map.as_object().unwrap().clone());
    cloud.expect("SetPrincipalTagAttributeMap", &input);
    let logins = cloud.logins("ann");
    let identity = cloud.get_id_of(&pool, &logins).unwrap();
    let input = json!({ "IdentityId": identity, "Logins": logins });
    let token = cloud.expect("GetOpenIdToken", &input)["Token"].clone();
    claims(&token)[TAGS].clone()
}

#[test]
fn claims_become_tags_by_the_providers_map() {
    let cloud = Cloud::new();
    let map = json!({ "PrincipalTags": {
        "name": "cognito:username", "use": "token_use", "none": "custom:missing",
    } });
    let expected = json!({
        "principal_tags": { "name": ["ann"], "use": ["id"] }, "transitive_tag_keys": [],
    });
    assert_eq!(tags(&cloud, &map), expected);
}

#[test]
fn the_defaults_are_the_client_and_the_subject() {
    let cloud = Cloud::new();
    let tags = tags(&cloud, &json!({ "UseDefaults": true }));
    let subject = claims(&json!(cloud.id_token("ann")))["sub"].clone();
    let expected = json!({ "client": [cloud.client], "username": [subject] });
    assert_eq!(tags["principal_tags"], expected);
}

#[test]
fn without_a_map_there_are_no_tags() {
    let cloud = Cloud::new();
    assert_eq!(tags(&cloud, &json!({ "PrincipalTags": {} })), Value::Null);
}

#[test]
fn a_developer_gives_tags_up_to_460_bytes() {
    let cloud = Cloud::new();
    let pool = cloud.identity_pool_with(&json!({ "DeveloperProviderName": "login.example" }));
    let vouch = |length: usize| {
        let input = json!({
            "IdentityPoolId": pool,
            "Logins": { "login.example": "u-1" },
            "PrincipalTags": { "a": "x".repeat(length / 2), "b": "x".repeat(length / 2) },
        });
        cloud.call("GetOpenIdTokenForDeveloperIdentity", &input)
    };
    let token = claims(&vouch(458).unwrap()["Token"]);
    assert_eq!(token[TAGS]["principal_tags"]["a"], json!(["x".repeat(229)]));
    let text = "The principal tags have 462 bytes; a session takes 460.";
    assert_eq!(vouch(460), refusal("InvalidParameterException", text));
}
