//! `GetCredentialsForIdentity`: AWS credentials of the role that an identity is given
//! (protocol.md 8.1 and 8.3).

use std::collections::{BTreeMap, BTreeSet};

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::require_pool;
use crate::core::{Context, Settings};
use crate::federation::error::unauthenticated_access;
use crate::federation::{self, Login, credentials, principal_tags, trust};
use crate::model::{Identity, IdentityPool, RoleSession, TemporaryCredentials, of_identity_pools};
use crate::operations::Operation;
use crate::time::UnixTime;

/// How long credentials live, in seconds (protocol.md 8.1).
const LIFETIME: i64 = 3600;

pub(super) struct GetCredentialsForIdentity;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_id: String,
    #[serde(default)]
    logins: BTreeMap<String, String>,
    custom_role_arn: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    identity_id: String,
    credentials: Credentials,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Credentials {
    access_key_id: String,
    // Not `SecretAccessKey`, as every other service has it.
    #[serde(serialize_with = "plain")]
    secret_key: Zeroizing<String>,
    #[serde(serialize_with = "plain")]
    session_token: Zeroizing<String>,
    expiration: UnixTime,
}

impl Operation for GetCredentialsForIdentity {
    const NAME: &'static str = "GetCredentialsForIdentity";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let named = context.read(|state| federation::reachable(state, &input.identity_id))?;
        let pool = require_pool(context, &named.pool_id)?;
        let logins = federation::verify(context, &pool, &input.logins)?;
        let custom = input.custom_role_arn.as_deref();
        let session =
            |identity: &Identity| session(context.settings(), &pool, &logins, custom, identity);
        let (identity, session) = federation::identity_for(context, &named, &logins, session)?;
        let issued = credentials::issue(context, session, LIFETIME)?;
        Ok(Output {
            identity_id: identity.id.clone(),
            credentials: Credentials::new(context, &issued),
        })
    }
}

/// The session of the role that these logins get; an error if there is none for them.
fn session(
    settings: &Settings,
    pool: &IdentityPool,
    logins: &[Login],
    custom: Option<&str>,
    identity: &Identity,
) -> Result<RoleSession, ServiceError> {
    if logins.is_empty() && !pool.settings.allow_unauthenticated_identities {
        return Err(unauthenticated_access());
    }
    let session = RoleSession {
        role_arn: federation::choose(settings, pool, logins, custom)?.to_owned(),
        session_name: of_identity_pools(),
        identity_id: Some(identity.id.clone()),
        tags: principal_tags::of_logins(pool, logins)?,
        transitive_tag_keys: BTreeSet::new(),
    };
    trust::check_session(settings, &pool.id, logins, &session)?;
    Ok(session)
}

impl Credentials {
    fn new(context: &Context<'_>, issued: &TemporaryCredentials) -> Self {
        Self {
            access_key_id: issued.access_key_id.clone(),
            secret_key: credentials::secret_key(context, &issued.access_key_id),
            session_token: credentials::session_token(context, &issued.access_key_id),
            expiration: issued.expires,
        }
    }
}

/// Handing out the secret is what this operation is for.
fn plain<S: serde::Serializer>(secret: &Zeroizing<String>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(secret)
}
