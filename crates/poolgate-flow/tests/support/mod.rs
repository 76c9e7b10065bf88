//! What the scripted sign-ins share.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses its part, and fails by panicking"
)]

use poolgate_flow::{
    AppClient, AuthenticationResult, ClientSecret, Password, Response, SignIn, Timestamp, Username,
};

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
