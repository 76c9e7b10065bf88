//! The `Session` that a confirmed sign-up answers: one sign-in without any factor (protocol.md 3.4).

use std::sync::Arc;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::attempt::{Attempt, Flow};
use super::conclusion::{issue_tokens, settle};
use super::initiate::allows;
use super::session::{expired, invalid};
use super::spend::Spend;
use super::{AuthResponse, Entrance, Parameters, Side};
use crate::app_clients::AppClient;
use crate::core::Context;
use crate::model::{User, UserPoolTier, UserStatus};
use crate::time::UnixTime;
use crate::users::directory;

/// Who has just shown to read what is sent to their address. It is sealed under a key of its own, so
/// that no challenge takes it.
#[derive(Serialize, Deserialize)]
struct SignUpSession {
    id: String,
    pool_id: String,
    client_id: String,
    sub: String,
    expires: UnixTime,
}

/// The session for a user whom this client has just confirmed, if the client can use it.
pub(crate) fn after_confirmation(
    context: &Context<'_>,
    app: &AppClient,
    sub: &str,
) -> Result<Option<String>, ServiceError> {
    let tier = app.pool.settings.user_pool_tier;
    if tier == UserPoolTier::Lite || !allows(&app.client, "USER_AUTH") {
        return Ok(None);
    }
    let session = SignUpSession {
        id: context.random_uuid().to_string(),
        pool_id: app.pool.id.clone(),
        client_id: app.client.id.clone(),
        sub: sub.to_owned(),
        expires: context.now().plus_seconds(app.client.session_seconds()),
    };
    let envelope = &context.envelopes().sign_up_session;
    let sealed = envelope.seal_record(context.random_bytes(), &session)?;
    Ok(Some(BASE64_URL_SAFE_NO_PAD.encode(sealed)))
}

/// Signs the user in for it, once, and even where MFA is required (protocol.md 3.6).
pub(super) fn sign_in(
    context: &Context<'_>,
    entrance: &Entrance,
    username: &str,
    session: &str,
) -> Result<AuthResponse, ServiceError> {
    let session = SignUpSession::open(context, entrance, session)?;
    let spend = Spend::session(session.id.clone(), session.expires);
    let pool = &entrance.app.pool;
    let user = context.read(|state| {
        spend.guard(state)?;
        Ok(directory::find(state, pool, username).filter(|user| user.sub == session.sub))
    })?;
    let user: Arc<User> = user.ok_or_else(invalid)?;
    // The other parameters are ignored, a device's key too (protocol.md 3.4).
    let attempt = Attempt::begin(Flow::Password, username, &Parameters::default());
    issue_tokens(context, entrance, &attempt, |transaction| {
        let user = settle(context, transaction, &user, Some(spend))?;
        // An administrator may have set a temporary password meanwhile.
        if user.status == UserStatus::Confirmed {
            Ok(user)
        } else {
            Err(invalid())
        }
    })
}

impl SignUpSession {
    fn open(context: &Context<'_>, entrance: &Entrance, text: &str) -> Result<Self, ServiceError> {
        let sealed = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| invalid())?;
        let envelope = &context.envelopes().sign_up_session;
        let session: Self = envelope.open_record(&sealed).ok_or_else(invalid)?;
        // Only the public door confirms a sign-up by its code.
        let own = session.pool_id == entrance.app.pool.id
            && session.client_id == entrance.app.client.id
            && entrance.side == Side::Public;
        if !own {
            return Err(invalid());
        }
        if session.expires <= context.now() {
            return Err(expired());
        }
        Ok(session)
    }
}
