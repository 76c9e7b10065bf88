//! Records that were kept before identity pools could do what they can do now.

use serde_json::{Value, json};

use crate::model::{Identity, IdentityPool, TemporaryCredentials};
use crate::tokens::{SigningAlgorithm, SigningKey};

#[test]
fn credentials_of_an_identity_pool_are_read() {
    let record: TemporaryCredentials = serde_json::from_value(json!({
        "access_key_id": "ASIA", "identity_id": "us-east-1:1", "role_arn": "r", "expires": 1.5,
    }))
    .unwrap();
    assert_eq!(record.session.session_name, "CognitoIdentityCredentials");
    assert_eq!(record.session.identity_id.as_deref(), Some("us-east-1:1"));
    assert!(record.session.tags.is_empty());
    let kept = serde_json::to_value(&record).unwrap();
    let again: TemporaryCredentials = serde_json::from_value(kept).unwrap();
    assert_eq!(again.session, record.session);
    assert_eq!(again.expires, record.expires);
}

#[test]
fn an_identity_and_its_pool_are_read() {
    let identity: Identity = serde_json::from_value(json!({
        "pool_id": "us-east-1:1", "id": "us-east-1:2", "logins": { "p": "s" },
        "created": 1.0, "modified": 1.0,
    }))
    .unwrap();
    assert!(!identity.disabled && identity.developer_logins.is_empty());
    let pool: IdentityPool = serde_json::from_value(json!({
        "id": "us-east-1:1", "roles": {}, "role_mappings": {},
        "settings": { "IdentityPoolName": "p", "AllowUnauthenticatedIdentities": false },
    }))
    .unwrap();
    assert!(pool.principal_tags.is_empty());
}

#[test]
fn a_key_that_names_no_algorithm_signs_as_user_pools_do() {
    let key = SigningKey::generate(SigningAlgorithm::Rs256).unwrap();
    let mut record: Value = serde_json::to_value(&key).unwrap();
    record.as_object_mut().unwrap().remove("algorithm").unwrap();
    let key: SigningKey = serde_json::from_value(record).unwrap();
    assert_eq!(key.algorithm(), SigningAlgorithm::Rs256);
}
