//! The rules that the settings of a pool obey, whether it is new or changed.

use poolgate_flow::{ErrorCode, ServiceError};

use super::super::subjects::tags;
use crate::error::invalid_parameter;
use crate::model::{AuthFactor, UserPoolSettings, UserPoolTier};

pub(crate) fn check(settings: &UserPoolSettings) -> Result<(), ServiceError> {
    tags::check(&settings.user_pool_tags)?;
    check_invitation(settings)?;
    check_factors(settings)
}

/// Nobody can use an invitation that lacks the name or the password; the service's text is not
/// public.
fn check_invitation(settings: &UserPoolSettings) -> Result<(), ServiceError> {
    let configuration = &settings.admin_create_user_config;
    let Some(template) = &configuration.invite_message_template else {
        return Ok(());
    };
    let texts = [&template.sms_message, &template.email_message];
    let is_whole = |text: &String| text.contains("{username}") && text.contains("{####}");
    if texts.into_iter().flatten().all(is_whole) {
        return Ok(());
    }
    Err(invalid_parameter(
        "An invitation must contain both {username} and {####}.",
    ))
}

fn check_factors(settings: &UserPoolSettings) -> Result<(), ServiceError> {
    // Codes and passkeys as first factors came with the tiers above (protocol.md 9.5).
    let factors = &settings.policies.sign_in_policy.allowed_first_auth_factors;
    let beyond_passwords = factors.iter().any(|factor| *factor != AuthFactor::Password);
    if beyond_passwords && settings.user_pool_tier == UserPoolTier::Lite {
        let message = "Choice-based sign-in needs the tier ESSENTIALS or PLUS.";
        return Err(ServiceError::new(
            ErrorCode::FeatureUnavailableInTier,
            message,
        ));
    }
    if !beyond_passwords || factors.iter().any(|factor| *factor != AuthFactor::WebAuthn) {
        return Ok(());
    }
    // Whoever is new has none (protocol.md 3.4).
    Err(invalid_parameter(
        "WEB_AUTHN cannot be the only first factor.",
    ))
}

/// Neither the pool nor its MFA has anything that could carry a second factor.
pub(crate) fn nothing_for_mfa() -> ServiceError {
    invalid_parameter(
        "SMS configuration and Auto verification for phone_number are required when MFA is \
         required/optional",
    )
}
