//! Tags of pools.

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Refusal, refusal};

fn arn(pool_id: &str) -> String {
    format!("arn:aws:cognito-idp:us-east-1:000000000000:userpool/{pool_id}")
}

fn tag(cognito: &Cognito, pool_id: &str, tags: &Value) -> Result<Value, Refusal> {
    let input = json!({ "ResourceArn": arn(pool_id), "Tags": tags });
    cognito.call("TagResource", &input)
}

fn tags(cognito: &Cognito, pool_id: &str) -> Value {
    let input = json!({ "ResourceArn": arn(pool_id) });
    cognito.expect("ListTagsForResource", &input)["Tags"].clone()
}

#[test]
fn tags_are_added_replaced_and_taken_away() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({ "UserPoolTags": { "team": "a", "stage": "test" } }));
    let changed = tag(&cognito, &pool_id, &json!({ "team": "b", "cost": "" }));
    assert_eq!(changed, Ok(json!({})));
    let all = json!({ "team": "b", "stage": "test", "cost": "" });
    assert_eq!(tags(&cognito, &pool_id), all);
    let described = cognito.expect("DescribeUserPool", &json!({ "UserPoolId": pool_id }));
    assert_eq!(described["UserPool"]["UserPoolTags"], all);

    let untag = json!({ "ResourceArn": arn(&pool_id), "TagKeys": ["team", "unknown"] });
    assert_eq!(cognito.call("UntagResource", &untag), Ok(json!({})));
    assert_eq!(
        tags(&cognito, &pool_id),
        json!({ "stage": "test", "cost": "" })
    );
    // An update of the pool that leaves its tags out resets them like all else.
    cognito.expect("UpdateUserPool", &json!({ "UserPoolId": pool_id }));
    assert_eq!(tags(&cognito, &pool_id), json!({}));
}

#[test]
fn a_pool_has_fifty_tags_at_most_and_none_of_the_services() {
    let cognito = Cognito::new();
    let many = |range: std::ops::Range<u32>| -> Value {
        let tag = |number: u32| (number.to_string(), Value::from(""));
        range.map(tag).collect::<serde_json::Map<_, _>>().into()
    };
    let pool_id = cognito.pool(&json!({ "UserPoolTags": many(0..49) }));
    let full = refusal("InvalidParameter", "A user pool has at most 50 tags.");
    assert_eq!(tag(&cognito, &pool_id, &many(49..51)), Err(full));
    assert_eq!(tag(&cognito, &pool_id, &many(48..50)), Ok(json!({})));
    let message = "The tag key aws:x has the prefix aws:, which is reserved.";
    let reserved = json!({ "aws:x": "" });
    assert_eq!(
        tag(&cognito, &pool_id, &reserved),
        Err(refusal("InvalidParameter", message))
    );
    let create = json!({ "PoolName": "test", "UserPoolTags": reserved });
    assert_eq!(
        cognito.call("CreateUserPool", &create),
        Err(refusal("UserPoolTagging", message))
    );
    let update = json!({ "UserPoolId": pool_id, "UserPoolTags": many(0..51) });
    let (code, _) = cognito.call("UpdateUserPool", &update).unwrap_err();
    assert_eq!(code, "UserPoolTaggingException");
}

#[test]
fn only_pools_that_exist_have_tags() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let elsewhere = arn(&pool_id).replace("us-east-1:", "eu-west-1:");
    let another = arn("us-east-1_nobody");
    for (arn, id) in [(elsewhere, pool_id.as_str()), (another, "us-east-1_nobody")] {
        let message = format!("User pool {id} does not exist.");
        let list = json!({ "ResourceArn": arn });
        assert_eq!(
            cognito.call("ListTagsForResource", &list),
            Err(refusal("ResourceNotFound", &message))
        );
        let untag = json!({ "ResourceArn": arn, "TagKeys": [] });
        assert_eq!(
            cognito.call("UntagResource", &untag),
            Err(refusal("ResourceNotFound", &message))
        );
    }
    let bucket = "arn:aws:s3:us-east-1:000000000000:bucket";
    let message = format!("{bucket} is not the ARN of a user pool.");
    let input = json!({ "ResourceArn": bucket, "Tags": {} });
    assert_eq!(
        cognito.call("TagResource", &input),
        Err(refusal("InvalidParameter", &message))
    );
}
