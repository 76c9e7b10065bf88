//! Describing, listing and deleting identities.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::harness::{Cloud, Refusal, refusal, text};
use crate::time::UnixTime;

const UNKNOWN: &str = "us-east-1:00000000-0000-4000-8000-000000000000";

fn describe(cloud: &Cloud, id: &str) -> Result<Value, Refusal> {
    cloud.call("DescribeIdentity", &json!({ "IdentityId": id }))
}

fn list(cloud: &Cloud, pool: &str, more: &Value) -> Value {
    let mut input = json!({ "IdentityPoolId": pool, "MaxResults": 60 });
    input
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    cloud.expect("ListIdentities", &input)
}

fn ids(page: &Value) -> Vec<String> {
    let identities = page["Identities"].as_array().unwrap();
    identities
        .iter()
        .map(|identity| text(&identity["IdentityId"]))
        .collect()
}

#[test]
fn an_identity_is_described_by_its_providers_and_dates() {
    let cloud = Cloud::new();
    let ann = cloud.get_id(&cloud.logins("ann")).unwrap();
    let described = describe(&cloud, &ann).unwrap();
    assert_eq!(described["IdentityId"], json!(ann));
    assert_eq!(described["Logins"], json!([cloud.provider]));
    for date in ["CreationDate", "LastModifiedDate"] {
        let date: UnixTime = serde_json::from_value(described[date].clone()).unwrap();
        assert_eq!(date.seconds(), cloud.now());
    }
    assert_eq!(
        describe(&cloud, UNKNOWN),
        refusal(
            "ResourceNotFoundException",
            &format!("Identity '{UNKNOWN}' not found.")
        )
    );
}

#[test]
fn a_guest_has_no_logins() {
    let cloud = Cloud::new();
    let pool = cloud.new_identity_pool(true, &json!({}));
    let guest = cloud.get_id_of(&pool, &json!({})).unwrap();
    assert_eq!(describe(&cloud, &guest).unwrap().get("Logins"), None);
}

#[test]
fn every_page_brings_new_identities_until_all_were_seen() {
    let cloud = Cloud::new();
    let pool = cloud.new_identity_pool(true, &json!({}));
    let other = cloud.new_identity_pool(true, &json!({}));
    cloud.get_id_of(&other, &json!({})).unwrap();
    let made: BTreeSet<String> = (0..7)
        .map(|_| cloud.get_id_of(&pool, &json!({})).unwrap())
        .collect();
    let mut seen = Vec::new();
    let mut page = list(&cloud, &pool, &json!({ "MaxResults": 3 }));
    loop {
        assert_eq!(page["IdentityPoolId"], json!(pool));
        seen.extend(ids(&page));
        let Some(next) = page.get("NextToken").cloned() else {
            break;
        };
        page = list(
            &cloud,
            &pool,
            &json!({ "MaxResults": 3, "NextToken": next }),
        );
    }
    assert_eq!(seen.len(), 7);
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), made);
}

#[test]
fn a_token_is_good_for_its_own_list_only() {
    let cloud = Cloud::new();
    let pool = cloud.new_identity_pool(true, &json!({}));
    for _ in 0..2 {
        cloud.get_id_of(&pool, &json!({})).unwrap();
    }
    let token = list(&cloud, &pool, &json!({ "MaxResults": 1 }))["NextToken"].clone();
    for (pool, token) in [(&cloud.identity_pool, token), (&pool, json!("forged"))] {
        let input = json!({ "IdentityPoolId": pool, "MaxResults": 1, "NextToken": token });
        assert_eq!(
            cloud.call("ListIdentities", &input),
            refusal("InvalidParameterException", "Invalid pagination token")
        );
    }
}

#[test]
fn a_merged_guest_is_listed_as_disabled() {
    let cloud = Cloud::new();
    let pool = cloud.new_identity_pool(true, &json!({}));
    let logins = cloud.logins("ann");
    let ann = cloud.get_id_of(&pool, &logins).unwrap();
    let guest = cloud.get_id_of(&pool, &json!({})).unwrap();
    cloud.get_credentials(&guest, &logins).unwrap();
    let all: BTreeSet<String> = ids(&list(&cloud, &pool, &json!({}))).into_iter().collect();
    assert_eq!(all, BTreeSet::from([ann.clone(), guest.clone()]));
    let enabled = list(&cloud, &pool, &json!({ "HideDisabled": true }));
    assert_eq!(ids(&enabled), [ann]);
    assert_eq!(
        describe(&cloud, &guest).unwrap()["IdentityId"],
        json!(guest)
    );
}

#[test]
fn deleted_identities_are_gone_and_unknown_ones_are_named() {
    let cloud = Cloud::new();
    let logins = cloud.logins("ann");
    let ann = cloud.get_id(&logins).unwrap();
    let bob = cloud.get_id(&cloud.logins("bob")).unwrap();
    let input = json!({ "IdentityIdsToDelete": [ann, UNKNOWN, bob] });
    let unprocessed = json!([{ "IdentityId": UNKNOWN, "ErrorCode": "AccessDenied" }]);
    assert_eq!(
        cloud.expect("DeleteIdentities", &input),
        json!({ "UnprocessedIdentityIds": unprocessed })
    );
    assert!(ids(&list(&cloud, &cloud.identity_pool, &json!({}))).is_empty());
    // Whoever logs in again is somebody new.
    assert_ne!(cloud.get_id(&logins).unwrap(), ann);
}

#[test]
fn at_most_sixty_are_deleted_at_once() {
    let cloud = Cloud::new();
    for (count, refused) in [(0, true), (60, false), (61, true)] {
        let input = json!({ "IdentityIdsToDelete": vec![UNKNOWN; count] });
        assert_eq!(cloud.call("DeleteIdentities", &input).is_err(), refused);
    }
}
