//! Users' devices and authenticator apps, in an administrator's hands.

use std::sync::Arc;

use poolgate::{ChallengeName, MemoryStore, Username};

use crate::devices::{demand_codes, tracking};
use crate::local::{password, signed_in};

fn ana() -> Username {
    Username::new("ana").unwrap()
}

#[tokio::test]
async fn a_users_devices_are_listed_remembered_and_forgotten() {
    let local = tracking(true).await;
    for name in ["laptop", "phone"] {
        let sign_in = local.sign_in().device_name(name);
        let sign_in = sign_in.keep_device_in(Arc::new(MemoryStore::new()), None);
        signed_in(sign_in.with_srp(password()).await.unwrap());
    }
    let administration = local.administration();
    let devices = administration.devices_of(&ana()).page_size(1).all().await;
    let devices = devices.unwrap();
    let mut names: Vec<_> = devices
        .iter()
        .map(|device| device.name.as_deref())
        .collect();
    names.sort_unstable();
    assert_eq!(names, [Some("laptop"), Some("phone")]);
    assert!(
        devices
            .iter()
            .all(|device| device.remembered == Some(false))
    );

    let key = &devices[0].key;
    administration
        .remember_device(&ana(), key, true)
        .await
        .unwrap();
    administration
        .forget_device(&ana(), &devices[1].key)
        .await
        .unwrap();
    let left = administration.devices_of(&ana()).all().await.unwrap();
    assert_eq!((left.len(), left[0].remembered), (1, Some(true)));
    assert_eq!(left[0].key.expose(), key.expose());
}

#[tokio::test]
async fn a_lost_authenticator_app_is_taken_off_the_account() {
    let local = tracking(true).await;
    demand_codes(&local.session().await).await;
    let administration = local.administration();
    let mfa = administration.user(&ana()).await.unwrap().mfa.unwrap();
    assert_eq!(mfa.preferred, Some(ChallengeName::SoftwareTokenMfa));
    administration.delete_software_token(&ana()).await.unwrap();
    // Nothing but the password is asked for.
    local.session().await;
}
