//! The `Session` string: where a sign-in stands, sealed (protocol.md 3.2).

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::attempt::Attempt;
use super::one_time_code::OneTimeCode;
use super::spend::Spend;
use super::{Entrance, Parameters, Side};
use crate::app_clients::app_client_of;
use crate::core::Context;
use crate::error::{self, not_authorized};
use crate::model::{DeliveryMedium, MfaFactor, TotpSecret, User};
use crate::time::UnixTime;
use crate::triggers::ChallengeParameters;
use crate::users::lockout::Subject;

/// Between two steps of a sign-in.
#[derive(Serialize, Deserialize)]
pub(super) struct Session {
    id: String,
    pool_id: String,
    client_id: String,
    side: Side,
    pub(super) attempt: Attempt,
    pub(super) sub: String,
    pub(super) step: Step,
    expires: UnixTime,
}

/// The challenge that is open, with what is needed to check its answer.
#[derive(Serialize, Deserialize)]
pub(super) enum Step {
    /// `CUSTOM_CHALLENGE`, with what its function has to itself.
    Custom {
        private: ChallengeParameters,
        metadata: Option<String>,
    },
    /// This device has to introduce itself, and then to prove itself.
    DeviceSrpAuth {
        device_key: String,
    },
    DevicePasswordVerifier {
        device_key: String,
    },
    /// The code of a second factor is awaited; `registers` if the factor is only being set up.
    MfaCode {
        code: OneTimeCode,
        registers: bool,
    },
    /// A second factor has to be set up, one of these.
    MfaSetup(Vec<MfaFactor>),
    NewPasswordRequired,
    /// A code is awaited as the first factor.
    OneTimePassword(OneTimeCode),
    Password,
    PasswordSrp,
    /// `PASSWORD_VERIFIER` in a flow that has a session; the `SECRET_BLOCK` has the rest.
    PasswordVerifier,
    SelectChallenge,
    SelectMfaType(Vec<MfaFactor>),
    /// An authenticator app was given this secret, and has yet to show a code.
    SoftwareTokenAssociated(TotpSecret),
    SoftwareTokenMfa,
    /// The authenticator app has shown a code.
    SoftwareTokenVerified,
    /// A passkey has to answer this, which is in base64url.
    WebAuthn {
        challenge: String,
    },
}

impl Step {
    /// The challenge that this step answers; a session opens no other (protocol.md 3.2).
    pub(super) const fn challenge_name(&self) -> &'static str {
        match self {
            Self::Custom { .. } => "CUSTOM_CHALLENGE",
            Self::DeviceSrpAuth { .. } => "DEVICE_SRP_AUTH",
            Self::DevicePasswordVerifier { .. } => "DEVICE_PASSWORD_VERIFIER",
            Self::MfaCode { code, .. } => match code.medium {
                DeliveryMedium::Email => "EMAIL_OTP",
                DeliveryMedium::Sms => "SMS_MFA",
            },
            Self::MfaSetup(_) | Self::SoftwareTokenAssociated(_) | Self::SoftwareTokenVerified => {
                "MFA_SETUP"
            }
            Self::NewPasswordRequired => "NEW_PASSWORD_REQUIRED",
            Self::OneTimePassword(code) => match code.medium {
                DeliveryMedium::Email => "EMAIL_OTP",
                DeliveryMedium::Sms => "SMS_OTP",
            },
            Self::Password => "PASSWORD",
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::PasswordVerifier => "PASSWORD_VERIFIER",
            Self::SelectChallenge => "SELECT_CHALLENGE",
            Self::SelectMfaType(_) => "SELECT_MFA_TYPE",
            Self::SoftwareTokenMfa => "SOFTWARE_TOKEN_MFA",
            Self::WebAuthn { .. } => "WEB_AUTHN",
        }
    }
}

impl Session {
    pub(super) fn new(
        context: &Context<'_>,
        entrance: &Entrance,
        attempt: Attempt,
        sub: &str,
        step: Step,
    ) -> Self {
        Self {
            id: context.random_uuid().to_string(),
            pool_id: entrance.app.pool.id.clone(),
            client_id: entrance.app.client.id.clone(),
            side: entrance.side,
            attempt,
            sub: sub.to_owned(),
            step,
            expires: context
                .now()
                .plus_seconds(entrance.app.client.session_seconds()),
        }
    }

    pub(super) fn seal(&self, context: &Context<'_>) -> Result<String, ServiceError> {
        let envelope = &context.envelopes().session;
        Ok(BASE64_URL_SAFE_NO_PAD.encode(envelope.seal_record(context.random_bytes(), self)?))
    }

    /// Reads the session that was given at this entrance, unless it has expired or was used up. It may be
    /// presented again after a wrong code.
    pub(super) fn open(
        context: &Context<'_>,
        entrance: &Entrance,
        text: Option<&str>,
    ) -> Result<Self, ServiceError> {
        let text = text.ok_or_else(|| error::missing_parameter("Session"))?;
        let session = Self::unseal(context, text)
            .filter(|session| session.belongs_to(entrance))
            .ok_or_else(invalid)?;
        session.require_current(context)?;
        Ok(session)
    }

    /// Reads a session for an operation that names no client, and finds the entrance that it was
    /// given at.
    pub(super) fn resume(
        context: &Context<'_>,
        text: &str,
    ) -> Result<(Entrance, Self), ServiceError> {
        let session = Self::unseal(context, text).ok_or_else(invalid)?;
        session.require_current(context)?;
        let app = app_client_of(context, &session.pool_id, &session.client_id)?;
        let entrance = Entrance {
            app,
            side: session.side,
            client_metadata: None,
        };
        Ok((entrance, session))
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// How wrong codes of this session are counted, and until when.
    pub(super) fn subject(&self) -> (Subject<'_>, UnixTime) {
        let subject = Subject {
            pool_id: &self.pool_id,
            sub: &self.id,
        };
        (subject, self.expires)
    }

    pub(super) fn spend(&self) -> Spend {
        Spend::session(self.id.clone(), self.expires)
    }

    fn require_current(&self, context: &Context<'_>) -> Result<(), ServiceError> {
        if self.expires <= context.now() {
            return Err(expired());
        }
        context.read(|state| self.spend().guard(state))
    }

    fn unseal(context: &Context<'_>, text: &str) -> Option<Self> {
        let sealed = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        context.envelopes().session.open_record(&sealed)
    }

    fn belongs_to(&self, entrance: &Entrance) -> bool {
        self.pool_id == entrance.app.pool.id
            && self.client_id == entrance.app.client.id
            && self.side == entrance.side
    }
}

/// The session is not one for this challenge, this user, this client or this door.
pub(super) fn invalid() -> ServiceError {
    not_authorized("Invalid session for the user.")
}

pub(super) fn expired() -> ServiceError {
    not_authorized("Invalid session for the user, session is expired.")
}

impl Parameters {
    /// Whether `USERNAME` names the user of the session, by any of his names.
    pub(super) fn name_user(
        &self,
        context: &Context<'_>,
        entrance: &Entrance,
        user: &User,
    ) -> bool {
        let pool = &entrance.app.pool;
        self.get("USERNAME").is_some_and(|name| {
            let named = context.read(|state| crate::users::directory::find(state, pool, name));
            named.is_some_and(|named| named.sub == user.sub)
        })
    }
}
