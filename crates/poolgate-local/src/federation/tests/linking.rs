//! Linking logins and merging identities (protocol.md 8.5).

use serde_json::{Value, json};

use super::harness::{Cloud, Refusal, refusal};

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

fn unlink(
    cloud: &Cloud,
    identity: &str,
    logins: &Value,
    providers: &[&str],
) -> Result<Value, Refusal> {
    let input = json!({
        "IdentityId": identity, "Logins": logins, "LoginsToRemove": providers,
    });
    cloud.call("UnlinkIdentity", &input)
}

#[test]
fn an_identity_that_loses_its_last_login_is_out_of_reach() {
    let cloud = Cloud::new();
    let logins = cloud.logins("ann");
    let ann = cloud.get_id(&logins).unwrap();
    assert_eq!(
        unlink(&cloud, &ann, &logins, &[&cloud.provider]),
        Ok(Value::Null)
    );
    let gone = format!("Identity '{ann}' not found.");
    assert_eq!(
        cloud.get_credentials(&ann, &logins),
        refusal("ResourceNotFoundException", &gone)
    );
    assert_ne!(cloud.get_id(&logins).unwrap(), ann);
}

#[test]
fn an_identity_is_unlinked_on_the_word_of_its_own_login_only() {
    let cloud = Cloud::new();
    let ann = cloud.get_id(&cloud.logins("ann")).unwrap();
    let bob = cloud.logins("bob");
    cloud.get_id(&bob).unwrap();
    let mismatch = "Logins don't match. Please include at least one valid login for this identity \
                    or identity pool.";
    for logins in [bob, json!({})] {
        assert_eq!(
            unlink(&cloud, &ann, &logins, &[&cloud.provider]),
            refusal("NotAuthorizedException", mismatch)
        );
    }
    let logins = cloud.logins("ann");
    assert_eq!(
        unlink(&cloud, &ann, &logins, &["accounts.google.com"]),
        refusal(
            "ResourceNotFoundException",
            "The identity has no login of 'accounts.google.com'."
        )
    );
    assert_eq!(cloud.get_id(&logins).unwrap(), ann);
}

#[test]
fn the_providers_other_name_unlinks_it_as_well() {
    let cloud = Cloud::new();
    let logins = cloud.logins("ann");
    let ann = cloud.get_id(&logins).unwrap();
    let other = format!("127.0.0.1:9229/{}", cloud.user_pool);
    assert!(unlink(&cloud, &ann, &logins, &[&other]).is_ok());
}
