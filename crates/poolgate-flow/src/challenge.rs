mod custom;
mod mfa_setup;
mod new_password_required;
mod one_time_code;
mod other;
mod password;
mod pending;
mod select_challenge;
mod select_mfa_type;
mod software_token_setup;
mod web_authn;

pub use custom::CustomChallenge;
pub use mfa_setup::MfaSetup;
pub use new_password_required::NewPasswordRequired;
pub use one_time_code::OneTimeCode;
pub use other::OtherChallenge;
pub use password::PasswordChallenge;
pub(crate) use pending::Pending;
pub use select_challenge::SelectChallenge;
pub use select_mfa_type::SelectMfaType;
pub use software_token_setup::SoftwareTokenSetup;
pub use web_authn::WebAuthn;

use crate::sign_in::Context;
use crate::{CallerContext, ChallengeName, ClientMetadata, Error, Response};

/// What the service asks of the user or the caller (protocol.md 3.3).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Challenge {
    /// Answer what the pool's Lambda triggers ask.
    Custom(CustomChallenge),
    /// Enter the code that came by e-mail, as first factor or as second.
    EmailOtp(OneTimeCode),
    /// Set up a second factor, since the pool demands one.
    MfaSetup(MfaSetup),
    /// Choose a new password.
    NewPasswordRequired(NewPasswordRequired),
    /// Give the password, in choice-based sign-in.
    Password(PasswordChallenge),
    /// Choose what to show first.
    SelectChallenge(SelectChallenge),
    /// Choose among several second factors.
    SelectMfaType(SelectMfaType),
    /// Enter the code that came by SMS, as second factor.
    SmsMfa(OneTimeCode),
    /// Enter the code that came by SMS, as first factor.
    SmsOtp(OneTimeCode),
    /// Enter the code that the authenticator app shows.
    SoftwareTokenMfa(OneTimeCode),
    /// Enter the secret in an authenticator app, and the code that it then shows.
    SoftwareTokenSetup(SoftwareTokenSetup),
    /// Use a passkey.
    WebAuthn(WebAuthn),
    /// Anything else, whole, to be answered by who knows it.
    Other(OtherChallenge),
}

impl Challenge {
    pub(crate) fn from_response(
        context: Context,
        name: ChallengeName,
        response: Response,
    ) -> Result<Self, Error> {
        Self::from_pending(Pending {
            context,
            name,
            session: response.session,
            parameters: response.challenge_parameters,
            available: response.available_challenges,
        })
    }

    pub(crate) fn from_pending(pending: Pending) -> Result<Self, Error> {
        Ok(match pending.name {
            ChallengeName::CustomChallenge => Self::Custom(CustomChallenge::new(pending)),
            ChallengeName::EmailOtp => Self::EmailOtp(OneTimeCode::new(pending, "EMAIL_OTP_CODE")),
            ChallengeName::MfaSetup => Self::MfaSetup(MfaSetup::new(pending)?),
            ChallengeName::NewPasswordRequired => {
                Self::NewPasswordRequired(NewPasswordRequired::new(pending)?)
            }
            ChallengeName::Password | ChallengeName::PasswordSrp => {
                Self::Password(PasswordChallenge::new(pending))
            }
            ChallengeName::SelectChallenge => Self::SelectChallenge(SelectChallenge::new(pending)),
            ChallengeName::SelectMfaType => Self::SelectMfaType(SelectMfaType::new(pending)?),
            ChallengeName::SmsMfa => Self::SmsMfa(OneTimeCode::new(pending, "SMS_MFA_CODE")),
            ChallengeName::SmsOtp => Self::SmsOtp(OneTimeCode::new(pending, "SMS_OTP_CODE")),
            ChallengeName::SoftwareTokenMfa => {
                Self::SoftwareTokenMfa(OneTimeCode::new(pending, "SOFTWARE_TOKEN_MFA_CODE"))
            }
            ChallengeName::WebAuthn => Self::WebAuthn(WebAuthn::new(pending)?),
            _ => Self::Other(OtherChallenge::new(pending)),
        })
    }

    /// The challenge's name.
    #[must_use]
    pub fn name(&self) -> &ChallengeName {
        &self.pending().name
    }

    /// The service's own name of the user once it has told it, until then the name as typed.
    #[must_use]
    pub fn user_id(&self) -> &str {
        self.pending().context.user_id()
    }

    /// The first factors that the user could have chosen, in choice-based sign-in.
    #[must_use]
    pub fn available_challenges(&self) -> &[ChallengeName] {
        &self.pending().available
    }

    /// The same, whose answer and all that follows carry these values for the pool's Lambda
    /// triggers.
    #[must_use]
    pub fn with_client_metadata(mut self, metadata: ClientMetadata) -> Self {
        self.pending_mut().context.client_metadata = metadata;
        self
    }

    /// The same, whose answer and all that follows tell the service this of where the user is.
    #[must_use]
    pub fn with_caller_context(mut self, caller: CallerContext) -> Self {
        self.pending_mut().context.caller = caller;
        self
    }

    pub(crate) fn pending(&self) -> &Pending {
        match self {
            Self::Custom(challenge) => &challenge.pending,
            Self::MfaSetup(challenge) => &challenge.pending,
            Self::NewPasswordRequired(challenge) => &challenge.pending,
            Self::Password(challenge) => &challenge.pending,
            Self::SelectChallenge(challenge) => &challenge.pending,
            Self::SelectMfaType(challenge) => &challenge.pending,
            Self::EmailOtp(challenge)
            | Self::SmsMfa(challenge)
            | Self::SmsOtp(challenge)
            | Self::SoftwareTokenMfa(challenge) => &challenge.pending,
            Self::SoftwareTokenSetup(challenge) => &challenge.pending,
            Self::WebAuthn(challenge) => &challenge.pending,
            Self::Other(challenge) => &challenge.pending,
        }
    }

    fn pending_mut(&mut self) -> &mut Pending {
        match self {
            Self::Custom(challenge) => &mut challenge.pending,
            Self::MfaSetup(challenge) => &mut challenge.pending,
            Self::NewPasswordRequired(challenge) => &mut challenge.pending,
            Self::Password(challenge) => &mut challenge.pending,
            Self::SelectChallenge(challenge) => &mut challenge.pending,
            Self::SelectMfaType(challenge) => &mut challenge.pending,
            Self::EmailOtp(challenge)
            | Self::SmsMfa(challenge)
            | Self::SmsOtp(challenge)
            | Self::SoftwareTokenMfa(challenge) => &mut challenge.pending,
            Self::SoftwareTokenSetup(challenge) => &mut challenge.pending,
            Self::WebAuthn(challenge) => &mut challenge.pending,
            Self::Other(challenge) => &mut challenge.pending,
        }
    }
}

/// Lets each kind of challenge be put back among all of them.
macro_rules! among_challenges {
    ($($variant:ident($kind:ty),)+) => {$(
        impl From<$kind> for Challenge {
            fn from(challenge: $kind) -> Self {
                Self::$variant(challenge)
            }
        }
    )+};
}

among_challenges! {
    Custom(CustomChallenge),
    MfaSetup(MfaSetup),
    NewPasswordRequired(NewPasswordRequired),
    Password(PasswordChallenge),
    SelectChallenge(SelectChallenge),
    SelectMfaType(SelectMfaType),
    SoftwareTokenSetup(SoftwareTokenSetup),
    WebAuthn(WebAuthn),
    Other(OtherChallenge),
}

impl From<OneTimeCode> for Challenge {
    fn from(code: OneTimeCode) -> Self {
        match code.pending.name {
            ChallengeName::EmailOtp => Self::EmailOtp(code),
            ChallengeName::SmsMfa => Self::SmsMfa(code),
            ChallengeName::SmsOtp => Self::SmsOtp(code),
            _ => Self::SoftwareTokenMfa(code),
        }
    }
}
