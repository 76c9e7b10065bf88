//! What the scripted sign-ins share.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses its part, and fails by panicking"
)]

use getrandom::SysRng;
use poolgate_flow::{
    AppClient, AuthenticationResult, ClientSecret, Device, Password, Response, SignIn, Timestamp,
    Username,
};
use rand_core::UnwrapErr;

pub(crate) fn public_client() -> AppClient {
    AppClient::public(
        "us-east-1_Example1".parse().unwrap(),
        "4h57examplec1ient".parse().unwrap(),
    )
}

pub(crate) fn confidential_client() -> AppClient {
    AppClient::confidential(
        "us-east-1_Example1".parse().unwrap(),
        "4h57examplec1ient".parse().unwrap(),
        ClientSecret::new("s3cr3t".to_owned()).unwrap(),
    )
}

pub(crate) fn sign_in(app: AppClient) -> SignIn {
    SignIn::new(app, Username::new("ana@example.com").unwrap())
}

pub(crate) fn password() -> Password {
    Password::new("correct horse".to_owned()).unwrap()
}

pub(crate) fn device() -> Device {
    Device {
        key: "us-east-1_5e5f1c0e-0000-4000-8000-000000000000".into(),
        group_key: "-group".into(),
        password: "device's own".into(),
    }
}

pub(crate) fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_unix(1_700_000_000)
}

pub(crate) fn tokens() -> AuthenticationResult {
    AuthenticationResult {
        access_token: Some("access".into()),
        id_token: Some("id".into()),
        refresh_token: Some("refresh".into()),
        expires_in: Some(3600),
        new_device: None,
    }
}

pub(crate) fn signed_in() -> Response {
    Response::signed_in(tokens())
}
