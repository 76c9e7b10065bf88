//! `GetOpenIdToken`: the first half of the classic flow (protocol.md 8.1 and 8.4).

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::require_pool;
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::federation::error::unauthenticated_access;
use crate::federation::{self, Login, open_id_token, principal_tags};
use crate::model::Identity;
use crate::operations::Operation;

/// How long the token lives, in seconds.
const LIFETIME: i64 = 600;

pub(super) struct GetOpenIdToken;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_id: String,
    #[serde(default)]
    logins: BTreeMap<String, String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    identity_id: String,
    token: String,
}

impl Operation for GetOpenIdToken {
    const NAME: &'static str = "GetOpenIdToken";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let named = context.read(|state| federation::reachable(state, &input.identity_id))?;
        let pool = require_pool(context, &named.pool_id)?;
        if pool.settings.allow_classic_flow != Some(true) {
            return Err(invalid_parameter(
                "Basic (classic) flow is not enabled, please use enhanced flow.",
            ));
        }
        let logins = federation::verify(context, &pool, &input.logins)?;
        let tags = |_: &Identity| {
            if logins.is_empty() && !pool.settings.allow_unauthenticated_identities {
                return Err(unauthenticated_access());
            }
            principal_tags::of_logins(&pool, &logins)
        };
        let (identity, tags) = federation::identity_for(context, &named, &logins, tags)?;
        let lifetime = lifetime(context, &logins);
        Ok(Output {
            identity_id: identity.id.clone(),
            token: open_id_token::issue(context, &identity, &logins, tags, lifetime)?,
        })
    }
}

/// A token for a developer's token ends with it: else a user could go on for ever without the
/// developer (U).
fn lifetime(context: &Context<'_>, logins: &[Login]) -> i64 {
    let now = context.now().seconds();
    let ends = logins.iter().filter_map(Login::expires);
    ends.map(|end| end - now).fold(LIFETIME, i64::min)
}
