//! The classic flow: the identity's OpenID token, exchanged at STS.

use std::time::SystemTime;

use aws_sdk_sts::Client;
use tracing::Dispatch;
use tracing::instrument::WithSubscriber as _;

use super::{ClassicFlow, IdentityPool, Logins};
use crate::error::call_failed;
use crate::{AwsCredentials, Error};

pub(super) async fn credentials(
    pool: &IdentityPool,
    flow: &ClassicFlow,
    identity_id: &str,
    logins: &Logins,
) -> Result<AwsCredentials, Error> {
    const OPERATION: &str = "AssumeRoleWithWebIdentity";
    // Before anything is asked: STS would not find the role later on.
    let role = pool.role.named(logins)?;
    let token = pool.open_id_token(identity_id, logins).await?;
    let identity_id = token.identity_id().to_owned();
    let sts: &Client = &pool.sts;
    let output = sts
        .assume_role_with_web_identity()
        .role_arn(role)
        .role_session_name(session_name(flow, &identity_id, logins))
        .web_identity_token(token.expose())
        .set_duration_seconds(flow.duration_seconds())
        .send()
        // At trace level the SDK logs replies, and this one holds credentials.
        .with_subscriber(Dispatch::none())
        .await
        .map_err(call_failed(OPERATION))?;
    let credentials = output.credentials.ok_or(Error::MissingMember {
        operation: OPERATION,
        member: "Credentials",
    })?;
    Ok(AwsCredentials {
        identity_id,
        access_key_id: credentials.access_key_id,
        secret_access_key: credentials.secret_access_key.into(),
        session_token: credentials.session_token.into(),
        expires_at: SystemTime::try_from(credentials.expiration)
            .map_err(|_| Error::UnusableExpiry)?,
    })
}

/// The `sub` says in AWS's records who it was; the identity's id has a colon, which STS does not
/// take.
fn session_name(flow: &ClassicFlow, identity_id: &str, logins: &Logins) -> String {
    let uuid = identity_id.rsplit(':').next().unwrap_or(identity_id);
    let sub = logins.users().next().map(|user| user.sub.as_str());
    flow.name_or(sub.unwrap_or(uuid))
}
