//! `GetCredentialsForIdentity`: what an identity is given, and when it is not.

use serde_json::json;

use super::harness::{Cloud, GUEST_ROLE, not_authorized, refusal, text};

#[test]
fn credentials_have_the_forms_and_the_life_of_aws() {
    let cloud = Cloud::new();
    let logins = cloud.logins("ann");
    let identity = cloud.get_id(&logins).unwrap();
    let answer = cloud.get_credentials(&identity, &logins).unwrap();
    assert_eq!(answer["IdentityId"], json!(identity));
    let credentials = &answer["Credentials"];
    let key = text(&credentials["AccessKeyId"]);
    assert!(key.starts_with("ASIA") && key.len() == 20, "{key}");
    assert_eq!(text(&credentials["SecretKey"]).len(), 40);
    assert!(text(&credentials["SessionToken"]).len() > 300);
    #[expect(
        clippy::cast_precision_loss,
        reason = "a time of this century is exact"
    )]
    let expires = (cloud.now() + 3600) as f64;
    assert_eq!(credentials["Expiration"], json!(expires));
    assert_ne!(
        cloud.credentials("ann")["AccessKeyId"],
        credentials["AccessKeyId"]
    );
}

#[test]
fn an_identity_is_not_known_by_guessing() {
    let cloud = Cloud::new();
    let unknown = "us-east-1:00000000-0000-4000-8000-000000000000";
    assert_eq!(
        cloud.get_credentials(unknown, &cloud.logins("ann")),
        refusal(
            "ResourceNotFoundException",
            &format!("Identity '{unknown}' not found.")
        )
    );
}

#[test]
fn an_authenticated_identity_needs_a_login_of_its_own() {
    let cloud = Cloud::new();
    let ann = cloud.get_id(&cloud.logins("ann")).unwrap();
    let forbidden = format!("Access to Identity '{ann}' is forbidden.");
    assert_eq!(
        cloud.get_credentials(&ann, &json!({})),
        not_authorized(&forbidden)
    );
    let mismatch = "Logins don't match. Please include at least one valid login for this identity \
                    or identity pool.";
    let stranger = cloud.logins("bob");
    assert_eq!(
        cloud.get_credentials(&ann, &stranger),
        not_authorized(mismatch)
    );
    cloud.get_id(&stranger).unwrap();
    assert_eq!(
        cloud.get_credentials(&ann, &stranger),
        not_authorized(mismatch)
    );
}

#[test]
fn a_pool_without_roles_is_misconfigured() {
    let cloud = Cloud::new();
    let logins = cloud.logins("ann");
    let ann = cloud.get_id(&logins).unwrap();
    for roles in [
        json!({}),
        json!({ "authenticated": "arn:aws:iam::123456789012:user/no-role" }),
    ] {
        let input = json!({ "IdentityPoolId": cloud.identity_pool, "Roles": roles });
        cloud.expect("SetIdentityPoolRoles", &input);
        let text = "Invalid identity pool configuration. Check assigned IAM roles for this pool.";
        assert_eq!(
            cloud.get_credentials(&ann, &logins),
            refusal("InvalidIdentityPoolConfigurationException", text)
        );
    }
}

#[test]
fn guests_get_the_guests_role() {
    let cloud = Cloud::new();
    let pool = cloud.new_identity_pool(true, &json!({}));
    let guest = cloud.get_id_of(&pool, &json!({})).unwrap();
    let credentials = cloud.get_credentials(&guest, &json!({})).unwrap()["Credentials"].clone();
    let answer = cloud.signed(
        "sts",
        "",
        &credentials,
        "Action=GetCallerIdentity&Version=2011-06-15",
    );
    let body = String::from_utf8(answer.body).unwrap();
    assert!(
        body.contains("assumed-role/guest/CognitoIdentityCredentials"),
        "{body}"
    );
    // No token speaks for a guest, so nothing allows another role.
    let input = json!({ "IdentityId": guest, "CustomRoleArn": GUEST_ROLE });
    let (code, _) = cloud.call("GetCredentialsForIdentity", &input).unwrap_err();
    assert_eq!(code, "NotAuthorizedException");
}

#[test]
fn a_call_that_is_refused_merges_nobody() {
    let cloud = Cloud::new();
    let pool = cloud.new_identity_pool(true, &json!({}));
    let guest = cloud.get_id_of(&pool, &json!({})).unwrap();
    let logins = cloud.logins("ann");
    let ann = cloud.get_id_of(&pool, &logins).unwrap();
    let input = json!({ "IdentityId": guest, "Logins": logins, "CustomRoleArn": GUEST_ROLE });
    let (code, _) = cloud.call("GetCredentialsForIdentity", &input).unwrap_err();
    assert_eq!(code, "NotAuthorizedException");
    cloud.get_credentials(&guest, &json!({})).unwrap();
    let merged = cloud.get_credentials(&guest, &logins).unwrap();
    assert_eq!(merged["IdentityId"], json!(ann));
}
