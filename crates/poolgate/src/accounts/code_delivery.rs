use aws_sdk_cognitoidentityprovider::types::{CodeDeliveryDetailsType, DeliveryMediumType};

/// Where a code was sent to (`CodeDeliveryDetails`).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct CodeDelivery {
    /// The address, masked: `a***@e***`, `+*******1234`.
    pub destination: String,
    /// How it travels; `None` for a way that this version does not know.
    pub medium: Option<DeliveryMedium>,
    /// The attribute that has the address, such as `email`.
    pub attribute: String,
}

/// How a message reaches a user.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum DeliveryMedium {
    /// `EMAIL`
    Email,
    /// `SMS`
    Sms,
}

impl DeliveryMedium {
    /// The service's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::Sms => "SMS",
        }
    }

    pub(crate) fn to_sdk(self) -> DeliveryMediumType {
        match self {
            Self::Email => DeliveryMediumType::Email,
            Self::Sms => DeliveryMediumType::Sms,
        }
    }
}

impl CodeDelivery {
    pub(crate) fn from_sdk(details: CodeDeliveryDetailsType) -> Self {
        Self {
            destination: details.destination.unwrap_or_default(),
            medium: match details.delivery_medium {
                Some(DeliveryMediumType::Email) => Some(DeliveryMedium::Email),
                Some(DeliveryMediumType::Sms) => Some(DeliveryMedium::Sms),
                _ => None,
            },
            attribute: details.attribute_name.unwrap_or_default(),
        }
    }
}
