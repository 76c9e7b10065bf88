//! Setting up an authenticator app in the middle of a sign-in.

use aws_sdk_cognitoidentityprovider::Client;
use poolgate_flow::{AssociateSoftwareToken, Response, VerifySoftwareToken};

use crate::error::CallFailure;

pub(super) async fn associate(
    client: &Client,
    call: AssociateSoftwareToken,
) -> Result<Response, CallFailure> {
    let output = client
        .associate_software_token()
        .session(call.session.expose())
        .send()
        .await
        .map_err(|error| CallFailure::new("AssociateSoftwareToken", error))?;
    Ok(Response {
        session: output.session.map(Into::into),
        secret_code: output.secret_code.map(Into::into),
        ..Response::default()
    })
}

pub(super) async fn verify(
    client: &Client,
    call: VerifySoftwareToken,
) -> Result<Response, CallFailure> {
    let output = client
        .verify_software_token()
        .session(call.session.expose())
        .user_code(call.user_code)
        .set_friendly_device_name(call.friendly_device_name)
        .send()
        .await
        .map_err(|error| CallFailure::new("VerifySoftwareToken", error))?;
    Ok(Response {
        session: output.session.map(Into::into),
        status: output.status.map(|status| status.as_str().to_owned()),
        ..Response::default()
    })
}
