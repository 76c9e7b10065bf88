//! A signed-in user's second factors (protocol.md 3.6).

use aws_sdk_cognitoidentityprovider::types::{
    EmailMfaSettingsType, SmsMfaSettingsType, SoftwareTokenMfaSettingsType,
    VerifySoftwareTokenResponseType, WebAuthnMfaSettingsType,
};
use poolgate_flow::{ChallengeName, SoftwareTokenSecret};

use super::Session;
use crate::Error;
use crate::error::call_failed;

/// The second factors of a user.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Mfa {
    /// Those that are enabled, in the service's words.
    pub enabled: Vec<ChallengeName>,
    /// The one that the user is asked for; with several enabled and none preferred, the user is
    /// asked which.
    pub preferred: Option<ChallengeName>,
}

/// What a user wants of one factor.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MfaFactor {
    /// Not to be asked for it.
    Disabled,
    /// To have it among others.
    Enabled,
    /// To be asked for it first; of all factors one may be preferred.
    Preferred,
}

/// What a user wants of the second factors; those that are not named stay as they are.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct MfaPreference {
    /// Codes by SMS.
    pub sms: Option<MfaFactor>,
    /// An authenticator app, which must have been verified.
    pub software_token: Option<MfaFactor>,
    /// Codes by e-mail.
    pub email: Option<MfaFactor>,
    /// Whether a passkey is enough of a second factor, where the pool lets it be one. It cannot be
    /// preferred.
    pub passkey: Option<bool>,
}

impl Session {
    /// The user's second factors.
    pub async fn mfa(&self) -> Result<Mfa, Error> {
        let tokens = self.fresh_tokens().await?;
        let user = self
            .pool()
            .client()
            .get_user()
            .access_token(tokens.access_token().expose())
            .send()
            .await
            .map_err(call_failed("GetUser"))?;
        Ok(Mfa::from_sdk(
            user.user_mfa_setting_list,
            user.preferred_mfa_setting.as_deref(),
        ))
    }

    /// A new secret for an authenticator app (`AssociateSoftwareToken`). It counts from the moment
    /// that [`Session::verify_software_token`] has seen a code of it; until then an app that was
    /// set up before goes on working.
    pub async fn associate_software_token(&self) -> Result<SoftwareTokenSecret, Error> {
        const OPERATION: &str = "AssociateSoftwareToken";
        let tokens = self.fresh_tokens().await?;
        let output = self
            .pool()
            .client()
            .associate_software_token()
            .access_token(tokens.access_token().expose())
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        let secret = output.secret_code.map(Into::into);
        secret.ok_or(Error::MissingMember {
            operation: OPERATION,
            member: "SecretCode",
        })
    }

    /// Shows a code of the new secret (`VerifySoftwareToken`). The factor must then be enabled by
    /// [`Session::prefer_mfa`].
    pub async fn verify_software_token(
        &self,
        code: &str,
        friendly_device_name: Option<&str>,
    ) -> Result<(), Error> {
        let tokens = self.fresh_tokens().await?;
        let output = self
            .pool()
            .client()
            .verify_software_token()
            .access_token(tokens.access_token().expose())
            .user_code(code)
            .set_friendly_device_name(friendly_device_name.map(str::to_owned))
            .send()
            .await
            .map_err(call_failed("VerifySoftwareToken"))?;
        match output.status {
            Some(VerifySoftwareTokenResponseType::Success) => Ok(()),
            _ => Err(poolgate_flow::Error::SoftwareTokenNotVerified.into()),
        }
    }

    /// Says which second factors the user wants (`SetUserMFAPreference`).
    pub async fn prefer_mfa(&self, preference: MfaPreference) -> Result<(), Error> {
        let tokens = self.fresh_tokens().await?;
        let settings = MfaSettings::from(preference);
        self.pool()
            .client()
            .set_user_mfa_preference()
            .access_token(tokens.access_token().expose())
            .set_sms_mfa_settings(settings.sms)
            .set_software_token_mfa_settings(settings.software_token)
            .set_email_mfa_settings(settings.email)
            .set_web_authn_mfa_settings(settings.web_authn)
            .send()
            .await
            .map_err(call_failed("SetUserMFAPreference"))?;
        Ok(())
    }
}

/// A preference as the calls of users and of administrators carry it.
pub(crate) struct MfaSettings {
    pub(crate) sms: Option<SmsMfaSettingsType>,
    pub(crate) software_token: Option<SoftwareTokenMfaSettingsType>,
    pub(crate) email: Option<EmailMfaSettingsType>,
    pub(crate) web_authn: Option<WebAuthnMfaSettingsType>,
}

impl From<MfaPreference> for MfaSettings {
    fn from(preference: MfaPreference) -> Self {
        let enabled = |factor| factor != MfaFactor::Disabled;
        let preferred = |factor| factor == MfaFactor::Preferred;
        Self {
            sms: preference.sms.map(|factor| {
                SmsMfaSettingsType::builder()
                    .enabled(enabled(factor))
                    .preferred_mfa(preferred(factor))
                    .build()
            }),
            software_token: preference.software_token.map(|factor| {
                SoftwareTokenMfaSettingsType::builder()
                    .enabled(enabled(factor))
                    .preferred_mfa(preferred(factor))
                    .build()
            }),
            email: preference.email.map(|factor| {
                EmailMfaSettingsType::builder()
                    .enabled(enabled(factor))
                    .preferred_mfa(preferred(factor))
                    .build()
            }),
            web_authn: preference.passkey.map(|enabled| {
                let settings = WebAuthnMfaSettingsType::builder().enabled(enabled);
                settings.build()
            }),
        }
    }
}

impl Mfa {
    pub(crate) fn from_sdk(enabled: Option<Vec<String>>, preferred: Option<&str>) -> Self {
        let enabled = enabled.unwrap_or_default();
        Self {
            enabled: enabled.iter().map(|name| name.as_str().into()).collect(),
            preferred: preferred.map(Into::into),
        }
    }
}
