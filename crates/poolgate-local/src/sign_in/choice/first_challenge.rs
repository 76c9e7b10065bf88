//! The challenges that a choice-based sign-in may begin with.

use crate::model::{AuthFactor, DeliveryMedium};

/// One of `AvailableChallenges`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FirstChallenge {
    OneTimePassword(DeliveryMedium),
    Password,
    PasswordSrp,
    WebAuthn,
}

impl FirstChallenge {
    /// In the order in which the service lists them (protocol.md 3.4).
    const ALL: [Self; 5] = [
        Self::PasswordSrp,
        Self::Password,
        Self::OneTimePassword(DeliveryMedium::Email),
        Self::WebAuthn,
        Self::OneTimePassword(DeliveryMedium::Sms),
    ];

    /// The challenges of these factors.
    pub(super) fn of(factors: &[AuthFactor]) -> Vec<Self> {
        Self::ALL
            .into_iter()
            .filter(|challenge| factors.contains(&challenge.factor()))
            .collect()
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|challenge| challenge.name() == name)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::OneTimePassword(DeliveryMedium::Email) => "EMAIL_OTP",
            Self::OneTimePassword(DeliveryMedium::Sms) => "SMS_OTP",
            Self::Password => "PASSWORD",
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::WebAuthn => "WEB_AUTHN",
        }
    }

    const fn factor(self) -> AuthFactor {
        match self {
            Self::OneTimePassword(medium) => one_time_password_factor(medium),
            Self::Password | Self::PasswordSrp => AuthFactor::Password,
            Self::WebAuthn => AuthFactor::WebAuthn,
        }
    }
}

/// The factor whose codes go this way.
pub(super) const fn one_time_password_factor(medium: DeliveryMedium) -> AuthFactor {
    match medium {
        DeliveryMedium::Email => AuthFactor::EmailOtp,
        DeliveryMedium::Sms => AuthFactor::SmsOtp,
    }
}
