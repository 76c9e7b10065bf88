//! Updating, deleting and tagging identity pools.

use serde_json::{Value, json};

use super::harness::{Cloud, refusal};

fn update(cloud: &Cloud, settings: &Value) -> Value {
    let mut input = json!({
        "IdentityPoolId": cloud.identity_pool,
        "IdentityPoolName": "renamed",
        "AllowUnauthenticatedIdentities": true,
    });
    input
        .as_object_mut()
        .unwrap()
        .extend(settings.as_object().unwrap().clone());
    input
}

fn described(cloud: &Cloud) -> Value {
    let input = json!({ "IdentityPoolId": cloud.identity_pool });
    cloud.expect("DescribeIdentityPool", &input)
}

fn arn(cloud: &Cloud) -> String {
    format!(
        "arn:aws:cognito-identity:us-east-1:000000000000:identitypool/{}",
        cloud.identity_pool
    )
}

#[test]
fn an_update_answers_the_pool_and_resets_what_it_does_not_name() {
    let cloud = Cloud::new();
    let answer = cloud.expect("UpdateIdentityPool", &update(&cloud, &json!({})));
    let expected = json!({
        "IdentityPoolId": cloud.identity_pool,
        "IdentityPoolName": "renamed",
        "AllowUnauthenticatedIdentities": true,
        "IdentityPoolTags": {},
    });
    assert_eq!(answer, expected);
    assert_eq!(described(&cloud), expected);
}

#[test]
fn an_update_leaves_roles_and_identities_alone() {
    let cloud = Cloud::new();
    let logins = cloud.logins("ann");
    let ann = cloud.get_id(&logins).unwrap();
    let pool = json!({ "IdentityPoolId": cloud.identity_pool });
    let roles = cloud.expect("GetIdentityPoolRoles", &pool);
    let providers = described(&cloud)["CognitoIdentityProviders"].clone();
    let settings = json!({ "CognitoIdentityProviders": providers });
    cloud.expect("UpdateIdentityPool", &update(&cloud, &settings));
    assert_eq!(cloud.expect("GetIdentityPoolRoles", &pool), roles);
    assert_eq!(cloud.get_id(&logins).unwrap(), ann);
}

#[test]
fn a_developer_provider_is_named_once() {
    let cloud = Cloud::new();
    let named = json!({ "DeveloperProviderName": "login.example" });
    cloud.expect("UpdateIdentityPool", &update(&cloud, &named));
    // It stays when it is not named, and cannot become another.
    let kept = cloud.expect("UpdateIdentityPool", &update(&cloud, &json!({})));
    assert_eq!(kept["DeveloperProviderName"], "login.example");
    let other = update(&cloud, &json!({ "DeveloperProviderName": "other.example" }));
    let text = "The developer provider name cannot be changed once it is set.";
    assert_eq!(
        cloud.call("UpdateIdentityPool", &other),
        refusal("InvalidParameterException", text)
    );
}

#[test]
fn a_deleted_pool_takes_its_identities_along_and_no_others() {
    let cloud = Cloud::new();
    let logins = cloud.logins("ann");
    let other_pool = cloud.new_identity_pool(false, &json!({}));
    let gone = cloud.get_id(&logins).unwrap();
    let stays = cloud.get_id_of(&other_pool, &logins).unwrap();
    let pool = json!({ "IdentityPoolId": cloud.identity_pool });
    assert_eq!(cloud.expect("DeleteIdentityPool", &pool), Value::Null);
    let not_found = |what: &str, id: &str| {
        refusal::<Value>(
            "ResourceNotFoundException",
            &format!("{what} '{id}' not found."),
        )
    };
    assert_eq!(
        cloud.call("DeleteIdentityPool", &pool),
        not_found("IdentityPool", &cloud.identity_pool)
    );
    let identity = |id: &str| json!({ "IdentityId": id });
    assert_eq!(
        cloud.call("DescribeIdentity", &identity(&gone)),
        not_found("Identity", &gone)
    );
    assert!(cloud.call("DescribeIdentity", &identity(&stays)).is_ok());
}

#[test]
fn tags_are_added_changed_and_taken_away() {
    let cloud = Cloud::new();
    let arn = arn(&cloud);
    let tag = |tags: Value| json!({ "ResourceArn": arn, "Tags": tags });
    let tags =
        || cloud.expect("ListTagsForResource", &json!({ "ResourceArn": arn }))["Tags"].clone();
    assert_eq!(tags(), json!({}));
    let first = tag(json!({ "stage": "test", "team": "a" }));
    assert_eq!(cloud.expect("TagResource", &first), json!({}));
    cloud.expect("TagResource", &tag(json!({ "team": "b", "empty": "" })));
    let all = json!({ "stage": "test", "team": "b", "empty": "" });
    assert_eq!(tags(), all);
    assert_eq!(described(&cloud)["IdentityPoolTags"], all);
    let keys = json!({ "ResourceArn": arn, "TagKeys": ["stage", "empty", "unknown"] });
    assert_eq!(cloud.expect("UntagResource", &keys), json!({}));
    assert_eq!(tags(), json!({ "team": "b" }));
}

#[test]
fn a_pool_has_fifty_tags_at_most() {
    let cloud = Cloud::new();
    let tags = |range: std::ops::Range<u32>| -> Value {
        let tags: serde_json::Map<_, _> = range.map(|it| (it.to_string(), json!("x"))).collect();
        json!({ "ResourceArn": arn(&cloud), "Tags": tags })
    };
    cloud.expect("TagResource", &tags(0..50));
    cloud.expect("TagResource", &tags(0..50));
    let text = "A resource has at most 50 tags.";
    assert_eq!(
        cloud.call("TagResource", &tags(50..51)),
        refusal("InvalidParameterException", text)
    );
    let reserved = json!({ "ResourceArn": arn(&cloud), "Tags": { "aws:x": "y" } });
    let (code, _) = cloud.call("TagResource", &reserved).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
}

#[test]
fn only_the_arn_of_a_pool_here_has_tags() {
    let cloud = Cloud::new();
    let list = |arn: &str| cloud.call("ListTagsForResource", &json!({ "ResourceArn": arn }));
    for arn in [
        "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_x",
        "arn:aws:cognito-identity:us-east-1:000000000000:pool/x",
        "identitypool/us-east-1:no-arn",
    ] {
        let text = format!("'{arn}' is not the ARN of an identity pool.");
        assert_eq!(list(arn), refusal("InvalidParameterException", &text));
    }
    for (from, to) in [
        ("000000000000", "123456789012"),
        ("us-east-1:0", "eu-west-1:0"),
    ] {
        let (code, _) = list(&arn(&cloud).replacen(from, to, 1)).unwrap_err();
        assert_eq!(code, "ResourceNotFoundException");
    }
}
