//! Pools that change and go (protocol.md 9.6).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{PASSWORD, refusal, text};

fn described(cognito: &Cognito, pool_id: &str) -> Value {
    cognito.expect("DescribeUserPool", &json!({ "UserPoolId": pool_id }))["UserPool"].clone()
}

#[test]
fn an_update_resets_what_it_leaves_out() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({
        "AliasAttributes": ["email"],
        "UsernameConfiguration": { "CaseSensitive": false },
        "AutoVerifiedAttributes": ["email"],
        "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": true },
        "UserPoolTags": { "team": "a" },
        "Schema": [{ "Name": "plan", "AttributeDataType": "String" }],
        "Policies": { "PasswordPolicy": { "MinimumLength": 12 } },
    }));
    let before = described(&cognito, &pool_id);
    cognito.pass(5);
    let update = json!({ "UserPoolId": pool_id, "AutoVerifiedAttributes": ["phone_number"] });
    assert_eq!(cognito.expect("UpdateUserPool", &update), json!({}));

    let pool = described(&cognito, &pool_id);
    assert_eq!(pool["AutoVerifiedAttributes"], json!(["phone_number"]));
    assert_eq!(
        pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"],
        false
    );
    assert_eq!(pool["UserPoolTags"], json!({}));
    assert_eq!(pool["Policies"]["PasswordPolicy"]["MinimumLength"], 8);
    // What cannot be changed, and the name.
    for member in [
        "Name",
        "AliasAttributes",
        "UsernameConfiguration",
        "SchemaAttributes",
        "CreationDate",
    ] {
        assert_eq!(pool[member], before[member], "{member}");
    }
    assert_eq!(pool["LastModifiedDate"], 1_790_000_005.0);

    let rename = json!({ "UserPoolId": pool_id, "PoolName": "renamed" });
    cognito.expect("UpdateUserPool", &rename);
    assert_eq!(described(&cognito, &pool_id)["Name"], "renamed");
}

#[test]
fn an_update_leaves_no_mfa_without_a_factor() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let mut update = json!({ "UserPoolId": pool_id, "MfaConfiguration": "ON" });
    let nothing = refusal(
        "InvalidParameter",
        "SMS configuration and Auto verification for phone_number are required when MFA is \
         required/optional",
    );
    assert_eq!(cognito.call("UpdateUserPool", &update), Err(nothing));
    let factors = json!({
        "UserPoolId": pool_id, "MfaConfiguration": "OPTIONAL",
        "SoftwareTokenMfaConfiguration": { "Enabled": true },
    });
    cognito.expect("SetUserPoolMfaConfig", &factors);
    cognito.expect("UpdateUserPool", &update);
    assert_eq!(described(&cognito, &pool_id)["MfaConfiguration"], "ON");

    update["UserPoolTier"] = "LITE".into();
    let with_email = json!({
        "UserPoolId": pool_id, "MfaConfiguration": "ON",
        "EmailMfaConfiguration": { "Subject": "s" },
    });
    cognito.expect("SetUserPoolMfaConfig", &with_email);
    let (code, _) = cognito.call("UpdateUserPool", &update).unwrap_err();
    assert_eq!(code, "TierChangeNotAllowedException");
}

#[test]
fn a_protected_pool_stays() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({ "DeletionProtection": "ACTIVE" }));
    let id = json!({ "UserPoolId": pool_id });
    let protected = refusal(
        "InvalidParameter",
        "The user pool cannot be deleted because deletion protection is activated. Deletion \
         protection must be inactivated first.",
    );
    assert_eq!(cognito.call("DeleteUserPool", &id), Err(protected));
    // An update that does not name the protection ends it.
    cognito.expect("UpdateUserPool", &id);
    assert_eq!(cognito.expect("DeleteUserPool", &id), Value::Null);
}

#[test]
fn all_of_a_pool_goes_with_it_and_nothing_of_another() {
    let cognito = Cognito::new();
    let staying = cognito.demo();
    let going = cognito.demo();
    let group = json!({ "UserPoolId": going.pool_id, "GroupName": "g" });
    cognito.expect("CreateGroup", &group);
    let member = json!({ "UserPoolId": going.pool_id, "GroupName": "g", "Username": "demo" });
    cognito.expect("AdminAddUserToGroup", &member);
    let invited = json!({
        "UserPoolId": going.pool_id, "Username": "guest",
        "DesiredDeliveryMediums": ["EMAIL"],
        "UserAttributes": [{ "Name": "email", "Value": "guest@example.com" }],
    });
    cognito.expect("AdminCreateUser", &invited);
    let tokens = going.tokens();
    let other_tokens = staying.tokens();

    let id = json!({ "UserPoolId": going.pool_id });
    cognito.expect("DeleteUserPool", &id);

    let unknown = refusal(
        "ResourceNotFound",
        &format!("User pool {} does not exist.", going.pool_id),
    );
    for operation in ["DeleteUserPool", "DescribeUserPool", "ListGroups"] {
        assert_eq!(
            cognito.call(operation, &id),
            Err(unknown.clone()),
            "{operation}"
        );
    }
    let no_client = refusal(
        "ResourceNotFound",
        &format!("User pool client {} does not exist.", going.client_id),
    );
    assert_eq!(going.password_sign_in("demo", PASSWORD), Err(no_client));
    assert!(going.get_user(&tokens["AccessToken"]).is_err());
    assert!(cognito.newest_message("guest").is_none());
    assert!(staying.get_user(&other_tokens["AccessToken"]).is_ok());
    assert!(staying.password_sign_in("demo", PASSWORD).is_ok());
}

#[test]
fn custom_attributes_are_added_once() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let add = json!({
        "UserPoolId": demo.pool_id,
        "CustomAttributes": [
            { "Name": "plan", "AttributeDataType": "String" },
            { "Name": "secret", "AttributeDataType": "String", "DeveloperOnlyAttribute": true },
        ],
    });
    assert_eq!(cognito.expect("AddCustomAttributes", &add), json!({}));
    let pool = described(&cognito, &demo.pool_id);
    let schema = pool["SchemaAttributes"].as_array().unwrap();
    let names: Vec<String> = schema.iter().map(|entry| text(&entry["Name"])).collect();
    assert!(names.contains(&"custom:plan".to_owned()));
    assert!(names.contains(&"dev:custom:secret".to_owned()));

    let twice = "custom:plan: Existing attribute already has name custom:plan.";
    assert_eq!(
        cognito.call("AddCustomAttributes", &add),
        Err(refusal("InvalidParameter", twice))
    );
    let plan = json!([{ "Name": "custom:plan", "Value": "gold" }]);
    cognito.user(&demo.pool_id, "rich", &plan);
}

#[test]
fn a_pool_has_fifty_custom_attributes_at_most() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let add = |numbers: std::ops::Range<u32>| {
        let attribute =
            |number| json!({ "Name": format!("a{number}"), "AttributeDataType": "Number" });
        let attributes: Vec<Value> = numbers.map(attribute).collect();
        let input = json!({ "UserPoolId": pool_id, "CustomAttributes": attributes });
        cognito.call("AddCustomAttributes", &input)
    };
    assert!(add(0..25).is_ok());
    assert!(add(25..50).is_ok());
    let (code, _) = add(50..51).unwrap_err();
    assert_eq!(code, "LimitExceededException");
}
