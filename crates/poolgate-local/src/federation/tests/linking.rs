//! Linking logins and merging identities (protocol.md 8.5).

use serde_json::json;

use super::harness::{Cloud, refusal};

#[test]
fn a_guest_who_logs_in_keeps_the_identity() {
    let cloud = Cloud::new();
    let pool = cloud.new_identity_pool(true, &json!({}));
    let guest = cloud.get_id_of(&pool, &json!({})).unwrap();
    let logins = cloud.logins("ann");
    let answer = cloud.get_credentials(&guest, &logins).unwrap();
    assert_eq!(answer["IdentityId"], json!(guest));
    assert_eq!(cloud.get_id_of(&pool, &logins).unwrap(), guest);
    // From now on it needs the login.
    assert!(cloud.get_credentials(&guest, &json!({})).is_err());
}

#[test]
fn a_guest_who_logs_in_as_somebody_known_becomes_that_identity() {
    let cloud = Cloud::new();
    let pool = cloud.new_identity_pool(true, &json!({}));
    let logins = cloud.logins("ann");
    let known = cloud.get_id_of(&pool, &logins).unwrap();
    let guest = cloud.get_id_of(&pool, &json!({})).unwrap();
    let answer = cloud.get_credentials(&guest, &logins).unwrap();
    assert_eq!(answer["IdentityId"], json!(known));
    assert_eq!(
        cloud.get_credentials(&guest, &json!({})),
        refusal(
            "ResourceNotFoundException",
            &format!("Identity '{guest}' not found.")
        )
    );
}

#[test]
fn an_identity_belongs_to_one_pool() {
    let cloud = Cloud::new();
    let other = cloud.new_identity_pool(false, &json!({}));
    let logins = cloud.logins("ann");
    assert_ne!(
        cloud.get_id(&logins).unwrap(),
        cloud.get_id_of(&other, &logins).unwrap()
    );
}
