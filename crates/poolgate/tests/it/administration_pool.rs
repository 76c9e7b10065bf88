//! The pool itself, and the pools of an account.

use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::types::{
    AttributeDataType, DeletionProtectionType, SchemaAttributeType, VerifiedAttributeType,
};
use poolgate::{Attributes, ClientMetadata, Error, ErrorCode};
use serde_json::{Value, json};

use crate::administration_app_clients::members;
use crate::local::Local;
use crate::script::{POOL, Service, ana, ok};

/// A description that has every member that can be changed, and some that cannot.
fn description() -> Value {
    let mut description = settings();
    let others = json!({
        "Id": POOL, "Name": "people", "EstimatedNumberOfUsers": 7, "Status": "Enabled",
        "LastModifiedDate": 1_700_000_000.25, "CreationDate": 1_600_000_000,
        "Arn": format!("arn:aws:cognito-idp:eu-west-1:123456789012:userpool/{POOL}"),
        "SchemaAttributes": [{"Name": "sub"}], "AliasAttributes": ["email"], "Domain": "people",
    });
    description
        .as_object_mut()
        .unwrap()
        .extend(others.as_object().unwrap().clone());
    description
}

fn settings() -> Value {
    json!({
        "Policies": {
            "PasswordPolicy": {
                "MinimumLength": 12, "TemporaryPasswordValidityDays": 3, "RequireUppercase": true,
                "RequireLowercase": false, "RequireNumbers": true, "RequireSymbols": false,
            },
            "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]},
        },
        "DeletionProtection": "ACTIVE", "LambdaConfig": {"PreSignUp": "arn:aws:lambda:a"},
        "AutoVerifiedAttributes": ["email"], "SmsVerificationMessage": "{####}",
        "EmailVerificationMessage": "{####}", "EmailVerificationSubject": "code",
        "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE"},
        "SmsAuthenticationMessage": "{####}",
        "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
        "MfaConfiguration": "OPTIONAL",
        "DeviceConfiguration":
            {"ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": false},
        "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
        "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"},
        "UserPoolTags": {"team": "a"},
        "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": true, "UnusedAccountValidityDays": 3},
        "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"},
        "AccountRecoverySetting":
            {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
        "UserPoolTier": "PLUS", "KeyConfiguration": {"KeyType": "AWS_OWNED_KEY"},
        "IssuerConfiguration": {"Type": "ORIGINAL"}, "AcrConfiguration": {"Level1": {"AcrValue": "urn:a"}},
    })
}

#[tokio::test]
async fn an_update_keeps_every_member_that_was_not_named() {
    let service = Service::start().await;
    service
        .answer_once("DescribeUserPool", ok(json!({ "UserPool": description() })))
        .await;
    // Somebody signs up in the meantime: that is no change to the pool.
    let mut later = description();
    later["EstimatedNumberOfUsers"] = json!(8);
    service
        .answer("DescribeUserPool", ok(json!({ "UserPool": later })))
        .await;
    service.answer("UpdateUserPool", ok(json!({}))).await;
    let phone = VerifiedAttributeType::PhoneNumber;
    service
        .administration()
        .update_user_pool(|pool| pool.auto_verified_attributes = Some(vec![phone]))
        .await
        .unwrap();
    let mut expected = settings();
    expected["AutoVerifiedAttributes"] = json!(["phone_number"]);
    expected["UserPoolId"] = json!(POOL);
    expected["PoolName"] = json!("people");
    // The password policy says the same; the SDK cannot leave a number out.
    expected["AdminCreateUserConfig"]["UnusedAccountValidityDays"] = json!(0);
    let sent = service.body_of("UpdateUserPool").await;
    assert_eq!(sent, expected);
    for member in members("UpdateUserPoolRequest") {
        // Younger than the SDK.
        let unknown = member == "DcrConfiguration";
        assert!(
            unknown || sent.get(&member).is_some(),
            "{member} would be reset"
        );
    }
}

#[tokio::test]
async fn a_pool_that_another_changes_meanwhile_is_left_alone() {
    let service = Service::start().await;
    let described = json!({ "UserPool": description() });
    service.answer_once("DescribeUserPool", ok(described)).await;
    let mut later = description();
    later["UserPoolTags"] = json!({"team": "b"});
    service
        .answer("DescribeUserPool", ok(json!({ "UserPool": later })))
        .await;
    service.expect("UpdateUserPool", ok(json!({})), 0).await;
    let administration = service.administration();
    let update = administration.update_user_pool(|pool| pool.name = Some("new".to_owned()));
    let error = update.await.unwrap_err();
    assert!(
        matches!(&error, Error::ConcurrentChange { name, .. } if name == POOL),
        "{error}"
    );
}

#[tokio::test]
async fn pools_are_created_listed_changed_and_deleted() {
    let local = Local::start(|pool| pool).await;
    let pools = local.pools();
    let created = pools
        .create("people", |pool| {
            pool.auto_verified_attributes = Some(vec![VerifiedAttributeType::Email]);
            pool.deletion_protection = Some(DeletionProtectionType::Active);
        })
        .await
        .unwrap();
    let listed = pools.list().page_size(1).all().await.unwrap();
    let mut names: Vec<&str> = listed.iter().map(|pool| pool.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["it", "people"]);
    let people = listed.iter().find(|pool| pool.name == "people").unwrap();
    assert_eq!(Some(people.id.as_str()), created.id.as_deref());
    assert!(people.created.is_some() && people.last_modified.is_some());

    let administration = pools.administration(people.id.clone());
    let error = administration.delete_user_pool().await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::InvalidParameter));
    let open = DeletionProtectionType::Inactive;
    administration
        .update_user_pool(|pool| pool.deletion_protection = Some(open))
        .await
        .unwrap();
    let pool = administration.user_pool().await.unwrap();
    assert_eq!(
        pool.auto_verified_attributes,
        created.auto_verified_attributes
    );
    administration.delete_user_pool().await.unwrap();
    let error = administration.user_pool().await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::ResourceNotFound));
}

#[tokio::test]
async fn tags_are_those_of_the_pools_arn() {
    let service = Service::start().await;
    let described = ok(json!({ "UserPool": description() }));
    service.answer("DescribeUserPool", described).await;
    let tags = ok(json!({"Tags": {"team": "a", "stage": "test"}}));
    service.answer("ListTagsForResource", tags).await;
    service.answer("TagResource", ok(json!({}))).await;
    service.answer("UntagResource", ok(json!({}))).await;
    let administration = service.administration();
    let tags = BTreeMap::from([("stage", "test"), ("team", "a")]);
    let tags = tags
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()));
    let tags: BTreeMap<String, String> = tags.collect();
    assert_eq!(administration.tags().await.unwrap(), tags);
    administration.tag(&tags).await.unwrap();
    administration.untag(&["team"]).await.unwrap();
    let arn = description()["Arn"].clone();
    let sent = service.body_of("TagResource").await;
    assert_eq!(
        sent,
        json!({"ResourceArn": arn, "Tags": {"stage": "test", "team": "a"}})
    );
    let sent = service.body_of("UntagResource").await;
    assert_eq!(sent, json!({"ResourceArn": arn, "TagKeys": ["team"]}));
}

#[tokio::test]
async fn tags_are_given_and_taken_one_by_one() {
    let local = Local::start(|pool| pool.user_pool_tags("team", "a")).await;
    let administration = local.administration();
    let stage = BTreeMap::from([("stage".to_owned(), "test".to_owned())]);
    administration.tag(&stage).await.unwrap();
    let tags = administration.tags().await.unwrap();
    assert_eq!(tags.keys().collect::<Vec<_>>(), ["stage", "team"]);
    administration.untag(&["team"]).await.unwrap();
    assert_eq!(administration.tags().await.unwrap(), stage);
    administration
        .update_user_pool(|pool| pool.name = Some("renamed".to_owned()))
        .await
        .unwrap();
    assert_eq!(administration.tags().await.unwrap(), stage);
}

#[tokio::test]
async fn users_may_have_attributes_that_were_added() {
    let local = Local::start(|pool| pool).await;
    let administration = local.administration();
    let tier = SchemaAttributeType::builder()
        .name("tier")
        .attribute_data_type(AttributeDataType::String)
        .mutable(true);
    administration
        .add_custom_attributes(vec![tier.build()])
        .await
        .unwrap();
    let gold = Attributes::new().with_custom("tier", "gold");
    administration
        .update_attributes(&ana(), &gold, ClientMetadata::new())
        .await
        .unwrap();
    let read = administration.user(&ana()).await.unwrap().attributes;
    assert_eq!(read.text("custom:tier").unwrap(), "gold");
}
