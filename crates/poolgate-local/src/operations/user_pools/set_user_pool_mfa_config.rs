//! `SetUserPoolMfaConfig`.

use poolgate_flow::{ErrorCode, ServiceError};
use serde::Deserialize;

use super::get_user_pool_mfa_config::Output;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::{invalid_parameter, pool_not_found};
use crate::model::{MfaConfiguration, PoolFactors, UserPool, UserPoolTier};
use crate::operations::Operation;

pub(super) struct SetUserPoolMfaConfig;

/// As with the pool's other settings, what is left out is reset (protocol.md 9.6).
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    #[serde(default)]
    mfa_configuration: MfaConfiguration,
    #[serde(flatten)]
    factors: PoolFactors,
}

impl Operation for SetUserPoolMfaConfig {
    const NAME: &'static str = "SetUserPoolMfaConfig";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        check(&pool, &input)?;
        let pool = context.write(|transaction| {
            let pool = transaction.get::<UserPool>(&pool.id);
            let mut pool =
                UserPool::clone(&*pool.ok_or_else(|| pool_not_found(&input.user_pool_id))?);
            pool.settings.mfa_configuration = input.mfa_configuration;
            pool.factors = input.factors;
            share_sms_settings(&mut pool);
            pool.modified = context.now();
            Ok(transaction.put(pool))
        })?;
        Ok(Output::of(&pool))
    }
}

fn check(pool: &UserPool, input: &Input) -> Result<(), ServiceError> {
    let factors = &input.factors;
    if input.mfa_configuration != MfaConfiguration::Off && factors.offered().next().is_none() {
        return Err(invalid_parameter(
            "Invalid MFA configuration given, can't disable all MFAs with a required or optional \
             configuration.",
        ));
    }
    let sms = factors.sms_mfa_configuration.as_ref();
    let can_send = pool.settings.sms_configuration.is_some();
    if sms.is_some_and(|sms| sms.sms_configuration.is_none() && !can_send) {
        return Err(invalid_parameter(
            "SMS configuration is required to send text messages.",
        ));
    }
    let relying_party_id = factors
        .web_authn_configuration
        .as_ref()
        .and_then(|configuration| configuration.relying_party_id.as_deref());
    if relying_party_id.is_some_and(|id| !is_relying_party_id(id)) {
        return Err(invalid_parameter(
            "RelyingPartyId must be the domain of a site, in lower case and without a scheme.",
        ));
    }
    // Messages by e-mail and passkeys came with the tier above (protocol.md 9.5).
    let essentials =
        factors.email_mfa_configuration.is_some() || factors.web_authn_configuration.is_some();
    if essentials && pool.settings.user_pool_tier == UserPoolTier::Lite {
        let message = "E-mail MFA and passkeys need the tier ESSENTIALS or PLUS.";
        return Err(ServiceError::new(
            ErrorCode::FeatureUnavailableInTier,
            message,
        ));
    }
    Ok(())
}

/// Whether pages can be of it (WebAuthn 2, section 5.1.2: a registrable domain suffix). The service
/// refuses every public suffix (protocol.md 4); here only those of one label are known to be (U).
fn is_relying_party_id(id: &str) -> bool {
    let is_domain = matches!(url::Host::parse(id), Ok(url::Host::Domain(domain)) if domain == id);
    is_domain && (id == "localhost" || id.contains('.'))
}

/// The pool and its MFA have one SMS configuration, which either operation may set.
fn share_sms_settings(pool: &mut UserPool) {
    let Some(sms) = &mut pool.factors.sms_mfa_configuration else {
        return;
    };
    let settings = &mut pool.settings;
    if sms.sms_configuration.is_some() {
        settings
            .sms_configuration
            .clone_from(&sms.sms_configuration);
    } else {
        sms.sms_configuration
            .clone_from(&settings.sms_configuration);
    }
    if sms.sms_authentication_message.is_some() {
        settings
            .sms_authentication_message
            .clone_from(&sms.sms_authentication_message);
    }
}
