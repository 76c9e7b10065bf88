//! `UpdateUserPool`: what is left out is reset (protocol.md 9.6).

use poolgate_flow::{ErrorCode, ServiceError};
use serde::{Deserialize, Serialize};

use super::settings::{self, user_pool::nothing_for_mfa};
use crate::core::Context;
use crate::error::pool_not_found;
use crate::model::{MfaConfiguration, PoolFactors, UserPool, UserPoolSettings, UserPoolTier};
use crate::operations::Operation;

pub(super) struct UpdateUserPool;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    pool_name: Option<String>,
    #[serde(flatten)]
    settings: UserPoolSettings,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for UpdateUserPool {
    const NAME: &'static str = "UpdateUserPool";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let settings = input.settings.normalized();
        settings::user_pool::check(&settings)?;
        context.write(|transaction| {
            let pool = transaction
                .get::<UserPool>(&input.user_pool_id)
                .ok_or_else(|| pool_not_found(&input.user_pool_id))?;
            let mut pool = UserPool::clone(&pool);
            replace_settings(&mut pool, settings);
            check(&pool)?;
            // A pool cannot be without a name.
            pool.name = input.pool_name.unwrap_or(pool.name);
            pool.modified = context.now();
            transaction.put(pool);
            Ok(Output {})
        })
    }
}

/// How users are named is decided once (protocol.md 9.1); text messages as second factors go with
/// the settings for text messages; the other factors are set by `SetUserPoolMfaConfig` alone.
fn replace_settings(pool: &mut UserPool, settings: UserPoolSettings) {
    let factors = PoolFactors::of_new_pool(
        settings.sms_configuration.as_ref(),
        settings.sms_authentication_message.as_deref(),
    );
    pool.factors.sms_mfa_configuration = factors.sms_mfa_configuration;
    let old = std::mem::replace(&mut pool.settings, settings);
    pool.settings.alias_attributes = old.alias_attributes;
    pool.settings.username_attributes = old.username_attributes;
    pool.settings.username_configuration = old.username_configuration;
}

fn check(pool: &UserPool) -> Result<(), ServiceError> {
    let mfa = pool.settings.mfa_configuration != MfaConfiguration::Off;
    if mfa && pool.factors.offered().next().is_none() {
        return Err(nothing_for_mfa());
    }
    let factors = &pool.factors;
    let essentials =
        factors.email_mfa_configuration.is_some() || factors.web_authn_configuration.is_some();
    if essentials && pool.settings.user_pool_tier == UserPoolTier::Lite {
        // The service's text is not public.
        let message = "E-mail MFA and passkeys must be turned off before the tier becomes LITE.";
        return Err(ServiceError::new(ErrorCode::TierChangeNotAllowed, message));
    }
    Ok(())
}
