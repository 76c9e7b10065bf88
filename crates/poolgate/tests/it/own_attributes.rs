//! What users do with their own attributes, and with the session of their sign-up.

use aws_sdk_cognitoidentityprovider::types::{
    AttributeDataType, SchemaAttributeType, UserAttributeUpdateSettingsType, VerifiedAttributeType,
};
use poolgate::{AttributeValue, Attributes, ClientMetadata, ErrorCode, SessionProblem, Username};

use crate::local::{Local, password, signed_in};

fn custom(name: &str, data_type: AttributeDataType) -> SchemaAttributeType {
    let schema = SchemaAttributeType::builder().name(name).mutable(true);
    schema.attribute_data_type(data_type).build()
}

fn no_metadata() -> ClientMetadata {
    ClientMetadata::new()
}

/// A pool that verifies e-mail addresses, and has attributes that are no text.
async fn local() -> Local {
    Local::start(|pool| {
        pool.auto_verified_attributes(VerifiedAttributeType::Email)
            .schema(custom("adult", AttributeDataType::Boolean))
            .schema(custom("level", AttributeDataType::Number))
    })
    .await
}

#[tokio::test]
async fn booleans_and_numbers_are_no_text() {
    let local = local().await;
    let session = local.session().await;
    let attributes = Attributes::new()
        .with("updated_at", 1_700_000_000)
        .with("nickname", "true")
        .with_custom("adult", true)
        .with_custom("level", 7);
    let sent = session.update_attributes(&attributes, no_metadata()).await;
    assert_eq!(sent.unwrap(), [], "no address was changed");
    let read = session.attributes().await.unwrap();
    let number = AttributeValue::Number(1_700_000_000);
    assert_eq!(read.value("updated_at"), Some(&number));
    let text = AttributeValue::Text("true".to_owned());
    assert_eq!(read.value("nickname"), Some(&text));
    // Which type a custom attribute has, the service does not say: who asks knows.
    let custom = |name: &str| read.value(&format!("custom:{name}")).unwrap();
    assert_eq!(custom("adult").to_boolean(), Some(true));
    assert_eq!(custom("level").to_number(), Some(7));
}

#[tokio::test]
async fn a_new_address_is_verified_by_the_code_that_went_there() {
    let local = local().await;
    let session = local.session().await;
    let attributes = Attributes::new().with("email", "new@example.com");
    let sent = session.update_attributes(&attributes, no_metadata()).await;
    assert_eq!(sent.unwrap()[0].attribute, "email");
    let read = session.attributes().await.unwrap();
    let verified = |value| Some(AttributeValue::Boolean(value));
    assert_eq!(read.value("email_verified").cloned(), verified(false));

    let sent = session
        .attribute_verification_code("email", no_metadata())
        .await
        .unwrap();
    assert_eq!(sent.unwrap().attribute, "email");
    let error = session.verify_attribute("email", "000000x").await;
    assert_eq!(error.unwrap_err().code(), Some(&ErrorCode::CodeMismatch));
    let code = local.code().await;
    session.verify_attribute("email", &code).await.unwrap();
    let read = session.attributes().await.unwrap();
    assert_eq!(read.value("email_verified").cloned(), verified(true));
    assert_eq!(read.text("email").unwrap(), "new@example.com");
}

#[tokio::test]
async fn an_address_waits_for_its_code_where_the_pool_says_so() {
    let local = Local::start(|pool| {
        let settings = UserAttributeUpdateSettingsType::builder()
            .attributes_require_verification_before_update(VerifiedAttributeType::Email);
        pool.auto_verified_attributes(VerifiedAttributeType::Email)
            .user_attribute_update_settings(settings.build())
    })
    .await;
    let session = local.session().await;
    let before = session.attributes().await.unwrap();
    let attributes = Attributes::new().with("email", "new@example.com");
    session
        .update_attributes(&attributes, no_metadata())
        .await
        .unwrap();
    assert_eq!(session.attributes().await.unwrap(), before);
    let code = local.code().await;
    session.verify_attribute("email", &code).await.unwrap();
    let read = session.attributes().await.unwrap();
    assert_eq!(read.text("email").unwrap(), "new@example.com");
}

#[tokio::test]
async fn attributes_are_removed_by_name_and_some_are_not_the_users_to_write() {
    let local = local().await;
    let session = local.session().await;
    session.delete_attributes(&["phone_number"]).await.unwrap();
    let read = session.attributes().await.unwrap();
    assert_eq!(read.value("phone_number"), None);
    assert!(read.value("email").is_some());
    let attributes = Attributes::new().with("email_verified", true);
    let error = session.update_attributes(&attributes, no_metadata()).await;
    assert_eq!(error.unwrap_err().code(), Some(&ErrorCode::NotAuthorized));
    let attributes = Attributes::new().with("shoe_size", "39");
    let error = session.update_attributes(&attributes, no_metadata()).await;
    let error = error.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::InvalidParameter));
    assert!(error.to_string().contains("shoe_size"), "{error}");
}

#[tokio::test]
async fn who_has_just_confirmed_a_sign_up_signs_in_by_its_session_once() {
    let local = local().await;
    let (pool, ben) = (local.pool(), Username::new("ben").unwrap());
    let signed_up = pool
        .sign_up(ben.clone())
        .attributes(Attributes::new().with("email", "ben@example.com"))
        .with_password(password())
        .await
        .unwrap();
    let code = local.code_for("ben").await;
    let session = pool
        .confirm_sign_up(ben.clone())
        .session(signed_up.session)
        .with_code(&code)
        .await
        .unwrap()
        .unwrap();
    let step = pool
        .sign_in(ben.clone())
        .with_confirmed_sign_up(session.clone());
    let signed_in = signed_in(step.await.unwrap());
    assert_eq!(signed_in.username(), "ben");

    let again = pool.sign_in(ben).with_confirmed_sign_up(session).await;
    let error = again.unwrap_err();
    let problem = error.service().unwrap().session_problem();
    assert_eq!(problem, Some(SessionProblem::AlreadyUsed), "{error}");
}

#[tokio::test]
async fn the_session_of_a_sign_up_is_nobody_elses() {
    let local = local().await;
    let (pool, ben) = (local.pool(), Username::new("ben").unwrap());
    let attributes = Attributes::new().with("email", "ben@example.com");
    let sign_up = pool.sign_up(ben.clone()).attributes(attributes);
    sign_up.with_password(password()).await.unwrap();
    let code = local.code_for("ben").await;
    let session = pool.confirm_sign_up(ben).with_code(&code).await.unwrap();
    let ana = local.sign_in().with_confirmed_sign_up(session.unwrap());
    let error = ana.await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::NotAuthorized), "{error}");
}
