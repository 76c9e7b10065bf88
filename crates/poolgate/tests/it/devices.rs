//! Remembered devices, against the embedded Cognito: they stand in for the second factor.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_cognitoidentityprovider::types::{DeviceConfigurationType, UserPoolMfaType};
use poolgate::{
    Challenge, ErrorCode, FileStore, MemoryStore, MfaFactor, MfaPreference, Session, SignInStep,
    SoftwareTokenSecret, TokenStore,
};

use crate::local::{Local, password, signed_in};
use crate::ways_in::{challenge, code_of, offer_authenticator_apps};

/// A pool that tracks devices; with `opt_in`, one is remembered only if the user says so.
pub(crate) async fn tracking(opt_in: bool) -> Local {
    let devices = DeviceConfigurationType::builder()
        .challenge_required_on_new_device(true)
        .device_only_remembered_on_user_prompt(opt_in)
        .build();
    let local = Local::start(|pool| pool.device_configuration(devices)).await;
    offer_authenticator_apps(&local, UserPoolMfaType::Optional).await;
    local
}

async fn sign_in(local: &Local, store: &Arc<dyn TokenStore>, remember: bool) -> SignInStep {
    local
        .sign_in()
        .keep_device_in(Arc::clone(store), Some("ana"))
        .device_name("ana's laptop")
        .remember_device(remember)
        .with_srp(password())
        .await
        .unwrap()
}

fn memory() -> Arc<dyn TokenStore> {
    Arc::new(MemoryStore::new())
}

/// From now on the user is asked for a code, unless a device stands in for it.
pub(crate) async fn demand_codes(session: &Session) -> SoftwareTokenSecret {
    let secret = session.associate_software_token().await.unwrap();
    let code = code_of(&secret, Duration::ZERO);
    session.verify_software_token(&code, None).await.unwrap();
    let preference = MfaPreference {
        software_token: Some(MfaFactor::Preferred),
        ..MfaPreference::default()
    };
    session.prefer_mfa(preference).await.unwrap();
    secret
}

async fn answer(step: SignInStep, secret: &SoftwareTokenSecret) -> Session {
    let Challenge::SoftwareTokenMfa(app) = challenge(step) else {
        panic!()
    };
    let next = code_of(secret, Duration::from_secs(30));
    signed_in(app.answer(&next).await.unwrap())
}

#[tokio::test]
async fn a_remembered_device_is_not_asked_for_a_code() {
    let local = tracking(false).await;
    let store = memory();
    let session = signed_in(sign_in(&local, &store, false).await);
    demand_codes(&session).await;
    let elsewhere = sign_in(&local, &memory(), false).await;
    assert!(matches!(
        challenge(elsewhere),
        Challenge::SoftwareTokenMfa(_)
    ));

    let again = signed_in(sign_in(&local, &store, false).await);
    let key = |session: &Session| session.tokens().device_key().unwrap().to_owned();
    assert_eq!(key(&again), key(&session), "it is the same device");
    // The pool wants the device named at each refresh, too.
    again.refresh().await.unwrap();
    session.refresh().await.unwrap();
}

#[tokio::test]
async fn a_device_of_a_pool_that_asks_is_remembered_only_if_told_to() {
    let local = tracking(true).await;
    let (told, untold) = (memory(), memory());
    let session = signed_in(sign_in(&local, &untold, false).await);
    signed_in(sign_in(&local, &told, true).await);
    demand_codes(&session).await;
    signed_in(sign_in(&local, &told, false).await);
    let asked = challenge(sign_in(&local, &untold, false).await);
    assert!(matches!(asked, Challenge::SoftwareTokenMfa(_)));

    // It can be told later.
    let key = session.tokens().device_key().unwrap().into();
    session.remember_device(&key, true).await.unwrap();
    assert_eq!(session.device(&key).await.unwrap().remembered, Some(true));
    signed_in(sign_in(&local, &untold, false).await);
}

#[tokio::test]
async fn a_device_that_the_pool_has_forgotten_is_dropped_and_the_sign_in_goes_on() {
    let local = tracking(false).await;
    let store = memory();
    let session = signed_in(sign_in(&local, &store, false).await);
    let secret = demand_codes(&session).await;
    let devices = session.devices().await.unwrap();
    assert_eq!(devices.len(), 1);
    assert_eq!(devices[0].name.as_deref(), Some("ana's laptop"));
    session.forget_device(&devices[0].key).await.unwrap();
    assert_eq!(session.devices().await.unwrap().len(), 0);

    let session = answer(sign_in(&local, &store, false).await, &secret).await;
    let key = local.pool().session_key(Some("ana"));
    let kept = store.load_device(&key).unwrap().unwrap();
    assert_ne!(
        kept.key.expose(),
        devices[0].key.expose(),
        "a new one took its place"
    );
    assert_eq!(session.tokens().device_key(), Some(kept.key.expose()));
}

#[tokio::test]
async fn a_session_forgets_the_device_that_is_kept_with_it_and_no_other() {
    let local = tracking(false).await;
    let store = memory();
    let session = signed_in(sign_in(&local, &store, false).await);
    session
        .keep_in(Arc::clone(&store), Some("ana"))
        .await
        .unwrap();
    let elsewhere = signed_in(sign_in(&local, &memory(), false).await);
    let key = local.pool().session_key(Some("ana"));
    let kept = || store.load_device(&key).unwrap();

    let other = elsewhere.tokens().device_key().unwrap().into();
    session.forget_device(&other).await.unwrap();
    assert!(kept().is_some(), "it is another device's record");
    let own = kept().unwrap().key;
    elsewhere.forget_device(&own).await.unwrap();
    let error = session.forget_device(&own).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::ResourceNotFound));
    assert!(kept().is_none(), "it is of no use any more");
}

#[tokio::test]
async fn a_device_whose_password_is_wrong_is_dropped_and_the_user_is_asked() {
    let local = tracking(false).await;
    let store = memory();
    let session = signed_in(sign_in(&local, &store, false).await);
    let secret = demand_codes(&session).await;
    let key = local.pool().session_key(Some("ana"));
    let mut kept = store.load_device(&key).unwrap().unwrap();
    kept.password = "not the one that was confirmed".into();
    let mut locked = store.lock(&key, Duration::ZERO).unwrap();
    locked.save_device(&kept).unwrap();
    drop(locked);
    answer(sign_in(&local, &store, false).await, &secret).await;
}

#[tokio::test]
async fn a_record_that_cannot_be_read_costs_a_code_and_nothing_else() {
    let local = tracking(false).await;
    let state = tempfile::tempdir().unwrap();
    let store: Arc<dyn TokenStore> = Arc::new(FileStore::new(state.path()));
    let session = signed_in(sign_in(&local, &store, false).await);
    let secret = demand_codes(&session).await;
    let directory = state.path().join("devices");
    let record = std::fs::read_dir(directory)
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    std::fs::write(record.path(), b"{").unwrap();
    let session = answer(sign_in(&local, &store, false).await, &secret).await;
    session.refresh().await.unwrap();
    signed_in(sign_in(&local, &store, false).await);
}
