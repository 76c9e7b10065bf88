//! What users do with their own accounts.

use aws_sdk_cognitoidentityprovider::types::VerifiedAttributeType;
use poolgate::{
    AttributeValue, Attributes, ClientMetadata, DeliveryMedium, Error, ErrorCode, Password,
    Username,
};
use serde_json::{Value, json};
use wiremock::Mock;
use wiremock::matchers::{body_partial_json, header};

use crate::local::{Local, password, signed_in};
use crate::script::{Service, ok};

fn new_password() -> Password {
    Password::new("Battery-Staple-2".to_owned()).unwrap()
}

#[tokio::test]
async fn a_user_signs_up_confirms_and_signs_in() {
    let local =
        Local::start(|pool| pool.auto_verified_attributes(VerifiedAttributeType::Email)).await;
    let (pool, ben) = (local.pool(), Username::new("ben").unwrap());
    let attributes = Attributes::new().with("email", "ben@example.com");
    let signed_up = pool
        .sign_up(ben.clone())
        .attributes(attributes)
        .with_password(password())
        .await
        .unwrap();
    assert!(!signed_up.confirmed);
    let delivery = signed_up.delivery.unwrap();
    assert_eq!(delivery.medium, Some(DeliveryMedium::Email));
    assert_eq!(delivery.attribute, "email");

    let first = local.code_for("ben").await;
    pool.resend_confirmation_code(&ben, ClientMetadata::new())
        .await
        .unwrap();
    let newest = local.code_for("ben").await;
    assert_ne!(first, newest);
    pool.confirm_sign_up(ben.clone())
        .session(signed_up.session)
        .with_code(&newest)
        .await
        .unwrap();

    let session = signed_in(pool.sign_in(ben).with_srp(password()).await.unwrap());
    let attributes = session.attributes().await.unwrap();
    let verified = attributes.value("email_verified");
    assert_eq!(verified, Some(&AttributeValue::Boolean(true)));
    assert_eq!(attributes.text("sub").unwrap(), signed_up.sub);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_the_code_that_was_sent() {
    let local = Local::start(|pool| pool).await;
    let (pool, ana) = (local.pool(), Username::new("ana").unwrap());
    pool.forgot_password(&ana, ClientMetadata::new())
        .await
        .unwrap()
        .unwrap();
    let code = local.code().await;
    pool.confirm_forgot_password(&ana, &code, &new_password(), ClientMetadata::new())
        .await
        .unwrap();
    signed_in(pool.sign_in(ana).with_srp(new_password()).await.unwrap());
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it() {
    let local = Local::start(|pool| pool).await;
    let session = local.session().await;
    let error = session
        .change_password(Some(&new_password()), &new_password())
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::NotAuthorized));
    session
        .change_password(Some(&password()), &new_password())
        .await
        .unwrap();
    signed_in(local.sign_in().with_srp(new_password()).await.unwrap());
}

#[tokio::test]
async fn a_deleted_account_ends_its_session() {
    let local = Local::start(|pool| pool).await;
    let session = local.session().await;
    session.delete_account().await.unwrap();
    let error = session.attributes().await.unwrap_err();
    assert!(matches!(error, Error::SignedOut));
    assert!(local.sign_in().with_srp(password()).await.is_err());
}

#[tokio::test]
async fn each_request_is_hashed_for_the_user_that_it_names() {
    let service = Service::start().await;
    let secret = poolgate::ClientSecret::new("s3cret".to_owned()).unwrap();
    let pool = service
        .builder()
        .client_secret(Some(secret))
        .build()
        .unwrap();
    let ben = Username::new("ben").unwrap();
    // Base64 of HMAC-SHA256 with the client's secret over the username and the client's id.
    let members =
        json!({"Username": "ben", "SecretHash": "QTyM3qcX2NvDyg9ttFQzztgdEyNCvYwN8eYS9V/MU5s="});
    let operations = [
        "SignUp",
        "ConfirmSignUp",
        "ResendConfirmationCode",
        "ForgotPassword",
        "ConfirmForgotPassword",
    ];
    for operation in operations {
        expect(&service, operation, &members, json!({"UserSub": "1"})).await;
    }
    let metadata = ClientMetadata::new;
    let sign_up = pool.sign_up(ben.clone());
    sign_up.with_password(password()).await.unwrap();
    let confirmation = pool.confirm_sign_up(ben.clone());
    assert!(confirmation.with_code("123456").await.unwrap().is_none());
    let sent = pool.resend_confirmation_code(&ben, metadata()).await;
    assert_eq!(sent.unwrap(), None);
    pool.forgot_password(&ben, metadata()).await.unwrap();
    pool.confirm_forgot_password(&ben, "123456", &password(), metadata())
        .await
        .unwrap();
}

#[tokio::test]
async fn attributes_are_written_as_text_deleted_by_name_and_verified_by_code() {
    let service = Service::start().await;
    let session = service.session().await;
    let written = json!({"UserAttributes": [
        {"Name": "custom:adult", "Value": "true"}, {"Name": "email", "Value": "b@example.com"},
    ]});
    let sent =
        json!({"Destination": "b***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email"});
    let deliveries = json!({"CodeDeliveryDetailsList": [sent.clone()]});
    expect(&service, "UpdateUserAttributes", &written, deliveries).await;
    let names = json!({"UserAttributeNames": ["nickname"]});
    expect(&service, "DeleteUserAttributes", &names, json!({})).await;
    let asked = json!({"AttributeName": "email"});
    let delivery = json!({"CodeDeliveryDetails": sent});
    expect(
        &service,
        "GetUserAttributeVerificationCode",
        &asked,
        delivery,
    )
    .await;
    let shown = json!({"AttributeName": "email", "Code": "123456"});
    expect(&service, "VerifyUserAttribute", &shown, json!({})).await;

    let metadata = ClientMetadata::new;
    let attributes = Attributes::new()
        .with("email", "b@example.com")
        .with_custom("adult", true);
    let sent = session
        .update_attributes(&attributes, metadata())
        .await
        .unwrap();
    assert_eq!(sent.len(), 1);
    session.delete_attributes(&["nickname"]).await.unwrap();
    let again = session
        .attribute_verification_code("email", metadata())
        .await
        .unwrap();
    assert_eq!(again.as_ref(), sent.first());
    session.verify_attribute("email", "123456").await.unwrap();
}

/// Answers a call that has these members, and checks at the end that it came.
async fn expect(service: &Service, operation: &str, members: &Value, answer: Value) {
    let target = format!("AWSCognitoIdentityProviderService.{operation}");
    Mock::given(header("x-amz-target", target))
        .and(body_partial_json(members))
        .respond_with(ok(answer))
        .expect(1)
        .mount(&service.server)
        .await;
}
