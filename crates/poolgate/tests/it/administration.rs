//! Users, as administrators create, see and change them.

use aws_sdk_cognitoidentityprovider::types::{SmsConfigurationType, UserPoolMfaType};
use poolgate::{
    AttributeValue, Attributes, ChallengeName, ClientMetadata, DeliveryMedium, ErrorCode,
    MfaFactor, MfaPreference, Password, SignInStep, UserStatus, Username,
};
use serde_json::json;

use crate::local::{Local, PASSWORD, password, signed_in};
use crate::script::{Service, ana, ok};

fn name(name: &str) -> Username {
    Username::new(name).unwrap()
}

fn new_password() -> Password {
    Password::new("Battery-Staple-2".to_owned()).unwrap()
}

fn no_metadata() -> ClientMetadata {
    ClientMetadata::new()
}

#[tokio::test]
async fn a_created_user_chooses_a_password_at_the_first_sign_in() {
    let local = Local::start(|pool| pool).await;
    let administration = local.administration();
    let attributes = Attributes::new()
        .with("email", "ben@example.com")
        .with("email_verified", true);
    let created = administration
        .create_user(name("ben"))
        .attributes(attributes)
        .temporary_password(password())
        .deliver_by([DeliveryMedium::Email])
        .send()
        .await
        .unwrap();
    assert_eq!(created.username, name("ben"));
    assert_eq!(created.status, UserStatus::ForceChangePassword);
    assert!(created.enabled && created.created.is_some() && created.mfa.is_none());
    assert_eq!(created.attributes.text("email").unwrap(), "ben@example.com");
    assert_eq!(local.code_for("ben").await, PASSWORD);

    let step = local.pool().sign_in(name("ben")).with_srp(password());
    let SignInStep::Challenge(challenge) = step.await.unwrap() else {
        panic!("a temporary password is enough");
    };
    assert_eq!(challenge.name(), &ChallengeName::NewPasswordRequired);
    // What is made up for the user arrives as well, once more.
    administration
        .create_user(name("ben"))
        .deliver_by([DeliveryMedium::Email])
        .resend()
        .send()
        .await
        .unwrap();
    assert_ne!(local.code_for("ben").await, PASSWORD);
}

#[tokio::test]
async fn a_user_is_seen_with_typed_attributes_status_dates_and_second_factors() {
    let local = Local::start(|pool| pool).await;
    let ana = local.administration().user(&name("ana")).await.unwrap();
    assert_eq!(ana.username, name("ana"));
    assert_eq!((ana.status, ana.enabled), (UserStatus::Confirmed, true));
    let verified = ana.attributes.value("email_verified");
    assert_eq!(verified, Some(&AttributeValue::Boolean(true)));
    assert!(ana.created.is_some() && ana.created <= ana.last_modified);
    assert_eq!(ana.mfa, Some(poolgate::Mfa::default()));
}

#[tokio::test]
async fn attributes_are_changed_and_removed_of_the_user_who_is_named() {
    let local = Local::start(|pool| pool).await;
    local.create_user("ben").await;
    let administration = local.administration();
    let before = administration.user(&name("ben")).await.unwrap();
    let changed = Attributes::new()
        .with("email", "new@example.com")
        .with("updated_at", 1_700_000_000);
    administration
        .update_attributes(&name("ana"), &changed, no_metadata())
        .await
        .unwrap();
    administration
        .delete_attributes(&name("ana"), &["phone_number"])
        .await
        .unwrap();
    let ana = administration.user(&name("ana")).await.unwrap().attributes;
    assert_eq!(ana.text("email").unwrap(), "new@example.com");
    let unverified = AttributeValue::Boolean(false);
    assert_eq!(ana.value("email_verified"), Some(&unverified));
    let updated = AttributeValue::Number(1_700_000_000);
    assert_eq!(ana.value("updated_at"), Some(&updated));
    assert_eq!(ana.value("phone_number"), None);
    assert_eq!(administration.user(&name("ben")).await.unwrap(), before);
}

#[tokio::test]
async fn a_disabled_user_cannot_sign_in_until_enabled() {
    let local = Local::start(|pool| pool).await;
    let administration = local.administration();
    administration.disable(&name("ana")).await.unwrap();
    assert!(!administration.user(&name("ana")).await.unwrap().enabled);
    let error = local.sign_in().with_srp(password()).await.unwrap_err();
    assert!(error.to_string().contains("User is disabled"), "{error}");
    administration.enable(&name("ana")).await.unwrap();
    local.session().await;
}

#[tokio::test]
async fn a_user_is_signed_out_everywhere() {
    let local = Local::start(|pool| pool).await;
    let session = local.session().await;
    local.administration().sign_out(&name("ana")).await.unwrap();
    let error = session.attributes().await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::NotAuthorized));
    let error = session.refresh().await.unwrap_err();
    assert!(error.needs_sign_in(), "{error}");
}

#[tokio::test]
async fn who_administers_a_pool_may_sign_its_users_in() {
    let local = Local::start(|pool| pool).await;
    let client = local.administration().client().clone();
    let pool = local.builder().sdk_client(client).build().unwrap();
    let sign_in = pool.sign_in(name("ana")).as_administrator();
    let session = signed_in(sign_in.with_password(password()).await.unwrap());
    assert_eq!(session.username(), "ana");
}

#[tokio::test]
async fn a_sign_up_is_confirmed_without_a_code() {
    let local = Local::start(|pool| pool).await;
    let sign_up = local.pool().sign_up(name("cleo"));
    sign_up.with_password(password()).await.unwrap();
    let administration = local.administration();
    let cleo = administration.user(&name("cleo")).await.unwrap();
    assert_eq!(cleo.status, UserStatus::Unconfirmed);
    administration
        .confirm_sign_up(&name("cleo"), no_metadata())
        .await
        .unwrap();
    let step = local.pool().sign_in(name("cleo")).with_srp(password());
    signed_in(step.await.unwrap());
}

#[tokio::test]
async fn passwords_are_set_for_good_or_for_once() {
    let local = Local::start(|pool| pool).await;
    let (administration, ana) = (local.administration(), name("ana"));
    administration
        .set_password(&ana, &new_password())
        .await
        .unwrap();
    signed_in(local.sign_in().with_srp(new_password()).await.unwrap());
    administration
        .set_temporary_password(&ana, &password())
        .await
        .unwrap();
    let status = administration.user(&ana).await.unwrap().status;
    assert_eq!(status, UserStatus::ForceChangePassword);

    let weak = Password::new("weak".to_owned()).unwrap();
    let error = administration.set_password(&ana, &weak).await.unwrap_err();
    assert!(!error.to_string().contains("\"weak\""));
    let weak = Password::new("weakbutlong".to_owned()).unwrap();
    let error = administration.set_password(&ana, &weak).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::InvalidPassword));
    assert!(error.hint().unwrap().contains("policy"));
}

#[tokio::test]
async fn a_reset_password_is_replaced_by_the_code_that_was_sent() {
    let local = Local::start(|pool| pool).await;
    let (administration, ana) = (local.administration(), name("ana"));
    let reset = administration.reset_password(&ana, no_metadata());
    reset.await.unwrap();
    let status = administration.user(&ana).await.unwrap().status;
    assert_eq!(status, UserStatus::ResetRequired);
    let error = local.sign_in().with_srp(password()).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::PasswordResetRequired));
    let code = local.code().await;
    local
        .pool()
        .confirm_forgot_password(&ana, &code, &new_password(), no_metadata())
        .await
        .unwrap();
    signed_in(local.sign_in().with_srp(new_password()).await.unwrap());
}

#[tokio::test]
async fn second_factors_are_chosen_for_a_user() {
    let sms = SmsConfigurationType::builder()
        .sns_caller_arn("arn:aws:iam::123456789012:role/sms")
        .build();
    let local = Local::start(|pool| {
        pool.sms_configuration(sms)
            .mfa_configuration(UserPoolMfaType::Optional)
    })
    .await;
    let (administration, ana) = (local.administration(), name("ana"));
    let preference = MfaPreference {
        sms: Some(MfaFactor::Preferred),
        ..MfaPreference::default()
    };
    let preferred = administration.prefer_mfa(&ana, preference);
    preferred.await.unwrap();
    let mfa = administration.user(&ana).await.unwrap().mfa.unwrap();
    assert_eq!(mfa.preferred, Some(ChallengeName::SmsMfa));
    assert_eq!(mfa.enabled, [ChallengeName::SmsMfa]);
}

#[tokio::test]
async fn each_factor_is_said_in_the_words_of_its_own() {
    let service = Service::start().await;
    for operation in ["AdminSetUserMFAPreference", "SetUserMFAPreference"] {
        service.answer(operation, ok(json!({}))).await;
    }
    let preference = MfaPreference {
        sms: Some(MfaFactor::Disabled),
        software_token: Some(MfaFactor::Preferred),
        email: Some(MfaFactor::Enabled),
        passkey: Some(true),
    };
    let expected = json!({
        "SMSMfaSettings": {"Enabled": false, "PreferredMfa": false},
        "SoftwareTokenMfaSettings": {"Enabled": true, "PreferredMfa": true},
        "EmailMfaSettings": {"Enabled": true, "PreferredMfa": false},
        "WebAuthnMfaSettings": {"Enabled": true},
    });
    let administration = service.administration();
    let preferred = administration.prefer_mfa(&ana(), preference).await;
    preferred.unwrap();
    let mut sent = service.body_of("AdminSetUserMFAPreference").await;
    for named in ["UserPoolId", "Username"] {
        assert!(sent.as_object_mut().unwrap().remove(named).is_some());
    }
    assert_eq!(sent, expected);
    let session = service.session().await;
    session.prefer_mfa(preference).await.unwrap();
    let mut sent = service.body_of("SetUserMFAPreference").await;
    sent.as_object_mut().unwrap().remove("AccessToken");
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn every_operation_says_so_when_it_has_no_such_user() {
    let local = Local::start(|pool| pool).await;
    let (administration, nobody) = (local.administration(), name("nobody"));
    let attributes = Attributes::new().with("name", "Nobody");
    administration
        .create_group("editors", poolgate::GroupSettings::default())
        .await
        .unwrap();
    let preference = MfaPreference {
        sms: Some(MfaFactor::Disabled),
        ..MfaPreference::default()
    };
    let errors = [
        administration.user(&nobody).await.unwrap_err(),
        administration
            .update_attributes(&nobody, &attributes, no_metadata())
            .await
            .unwrap_err(),
        administration
            .delete_attributes(&nobody, &["name"])
            .await
            .unwrap_err(),
        administration.delete_user(&nobody).await.unwrap_err(),
        administration
            .confirm_sign_up(&nobody, no_metadata())
            .await
            .unwrap_err(),
        administration.enable(&nobody).await.unwrap_err(),
        administration.disable(&nobody).await.unwrap_err(),
        administration.sign_out(&nobody).await.unwrap_err(),
        administration
            .prefer_mfa(&nobody, preference)
            .await
            .unwrap_err(),
        administration
            .delete_software_token(&nobody)
            .await
            .unwrap_err(),
        administration
            .set_password(&nobody, &password())
            .await
            .unwrap_err(),
        administration
            .reset_password(&nobody, no_metadata())
            .await
            .unwrap_err(),
        administration
            .create_user(nobody.clone())
            .resend()
            .send()
            .await
            .unwrap_err(),
        administration.groups_of(&nobody).all().await.unwrap_err(),
        administration
            .add_to_group(&nobody, "editors")
            .await
            .unwrap_err(),
        administration
            .remove_from_group(&nobody, "editors")
            .await
            .unwrap_err(),
        administration.devices_of(&nobody).all().await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.code(), Some(&ErrorCode::UserNotFound), "{error}");
        assert!(
            error.to_string().ends_with("User does not exist."),
            "{error}"
        );
        assert!(error.hint().is_some());
    }
    assert_eq!(
        administration
            .users(poolgate::UserFilter::all())
            .all()
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_name_that_is_taken_is_refused_with_a_hint() {
    let local = Local::start(|pool| pool).await;
    let create = local.administration().create_user(name("ana"));
    let error = create.send().await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::UsernameExists));
    assert!(error.hint().unwrap().contains("resend"));
    let create = local.administration().create_user(name("ana"));
    let error = create.resend().send().await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::UnsupportedUserState));
    assert!(error.hint().is_some());
}

#[tokio::test]
async fn a_deleted_user_is_gone() {
    let local = Local::start(|pool| pool).await;
    let (administration, ana) = (local.administration(), name("ana"));
    administration.delete_user(&ana).await.unwrap();
    let error = administration.delete_user(&ana).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::UserNotFound));
}
