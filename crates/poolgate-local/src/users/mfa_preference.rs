//! Turning second factors of a user on and off (protocol.md 3.6).

use std::sync::Arc;

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::passkeys;
use super::second_factors::{is_passable, registered};
use crate::core::Context;
use crate::error::{invalid_parameter, user_not_found};
use crate::model::{DeliveryMedium, MfaConfiguration, MfaFactor, MfaPreference, User, UserPool};
use crate::state::State;

/// What `SetUserMFAPreference` and its administrator's twin are asked for; a factor that is left
/// out stays as it is.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct PreferenceChange {
    #[serde(rename = "SMSMfaSettings")]
    sms: Option<FactorSettings>,
    #[serde(rename = "SoftwareTokenMfaSettings")]
    software_token: Option<FactorSettings>,
    #[serde(rename = "EmailMfaSettings")]
    email: Option<FactorSettings>,
    #[serde(rename = "WebAuthnMfaSettings")]
    web_authn: Option<FactorSettings>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct FactorSettings {
    enabled: bool,
    preferred_mfa: bool,
}

/// A medium for MFA, as `SetUserSettings` is asked for it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MfaOption {
    delivery_medium: Option<DeliveryMedium>,
    attribute_name: Option<String>,
}

impl PreferenceChange {
    /// Text messages on, if they are among the options, or off.
    pub(crate) fn of_options(options: &[MfaOption]) -> Result<Self, ServiceError> {
        let is_sms = |option: &MfaOption| {
            option.delivery_medium == Some(DeliveryMedium::Sms)
                && option.attribute_name.as_deref() == Some("phone_number")
        };
        if !options.iter().all(is_sms) {
            // The service's text is not public.
            let message = "The only MFA option is SMS to the phone_number.";
            return Err(invalid_parameter(message));
        }
        let sms = FactorSettings {
            enabled: !options.is_empty(),
            preferred_mfa: false,
        };
        Ok(Self {
            sms: Some(sms),
            software_token: None,
            email: None,
            web_authn: None,
        })
    }

    /// Applies all of it, or none.
    pub(crate) fn apply(
        &self,
        context: &Context<'_>,
        pool: &UserPool,
        user: &User,
    ) -> Result<Arc<User>, ServiceError> {
        self.check()?;
        context.write(|transaction| {
            let user = transaction.get::<User>(&User::key_of(&user.pool_id, &user.sub));
            let mut user = User::clone(&*user.ok_or_else(user_not_found)?);
            user.mfa = self.changed(transaction.state(), pool, &user)?;
            user.modified = context.now();
            Ok(transaction.put(user))
        })
    }

    fn factors(&self) -> impl Iterator<Item = (MfaFactor, FactorSettings)> {
        let settings = [
            (MfaFactor::SmsMfa, self.sms),
            (MfaFactor::SoftwareTokenMfa, self.software_token),
            (MfaFactor::EmailOtp, self.email),
        ];
        settings
            .into_iter()
            .filter_map(|(factor, settings)| Some((factor, settings?)))
    }

    /// What is wrong whoever the user is. The service's texts for it are not public.
    fn check(&self) -> Result<(), ServiceError> {
        let mut preferred = self
            .factors()
            .filter(|(_, settings)| settings.preferred_mfa);
        let first = preferred.next();
        if let (Some((one, _)), Some((other, _))) = (first, preferred.next()) {
            let message = format!("Only one of {one} and {other} can be the preferred MFA.");
            return Err(invalid_parameter(message));
        }
        if let Some((factor, _)) = first.filter(|(_, settings)| !settings.enabled) {
            let message = format!("{factor} cannot be the preferred MFA without being enabled.");
            return Err(invalid_parameter(message));
        }
        Ok(())
    }

    /// Passkeys are MFA where the pool says so, whatever its users prefer: to turn them on says
    /// nothing new (U).
    fn check_passkeys(
        &self,
        state: &State,
        pool: &UserPool,
        user: &User,
    ) -> Result<(), ServiceError> {
        let asked = self.web_authn.is_some_and(|settings| settings.enabled);
        let has =
            passkeys::are_multi_factor(pool) && !passkeys::usable(state, pool, user).is_empty();
        if asked && !has {
            let message = "The user has no passkey to turn on as MFA.";
            return Err(invalid_parameter(message));
        }
        Ok(())
    }

    fn changed(
        &self,
        state: &State,
        pool: &UserPool,
        user: &User,
    ) -> Result<MfaPreference, ServiceError> {
        self.check_passkeys(state, pool, user)?;
        let mut changed = user.clone();
        for (factor, settings) in self.factors() {
            if settings.enabled {
                require_passable(state, pool, user, factor)?;
                changed.mfa.enable(factor);
                changed.mfa.prefer(factor, settings.preferred_mfa);
            } else {
                changed.mfa.disable(factor);
            }
        }
        let required = pool.settings.mfa_configuration == MfaConfiguration::On;
        let had_one = !registered(state, pool, user).is_empty();
        if required && had_one && registered(state, pool, &changed).is_empty() {
            let message = "The user pool requires MFA: the user's last factor cannot be disabled.";
            return Err(invalid_parameter(message));
        }
        Ok(changed.mfa)
    }
}

/// Refuses a factor that the pool does not offer or the user cannot pass.
fn require_passable(
    state: &State,
    pool: &UserPool,
    user: &User,
    factor: MfaFactor,
) -> Result<(), ServiceError> {
    if !pool.factors.offers(factor) {
        return Err(invalid_parameter(format!(
            "{factor} is not enabled for the user pool."
        )));
    }
    if is_passable(state, pool, user, factor) {
        return Ok(());
    }
    Err(invalid_parameter(match factor {
        MfaFactor::SoftwareTokenMfa => "User has not verified software token mfa".to_owned(),
        // The service's words, met in several code bases that speak with it.
        MfaFactor::SmsMfa | MfaFactor::EmailOtp => {
            format!("User does not have delivery config set to turn on {factor}")
        }
    }))
}
