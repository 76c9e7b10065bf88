//! Where a code was sent to, in words and in JSON.

use poolgate::{CodeDelivery, DeliveryMedium};
use serde_json::{Value, json};

use crate::plain_text::plain;

pub(crate) fn as_json(delivery: &CodeDelivery) -> Value {
    json!({
        "destination": delivery.destination,
        "medium": delivery.medium.map(DeliveryMedium::as_str),
        "attribute": delivery.attribute,
    })
}

/// `A code was sent by e-mail to a***@e***.`
pub(crate) fn sentence(delivery: &CodeDelivery) -> String {
    let way = match delivery.medium {
        Some(DeliveryMedium::Email) => " by e-mail",
        Some(DeliveryMedium::Sms) => " by SMS",
        _ => "",
    };
    format!("A code was sent{way} to {}.", plain(&delivery.destination))
}
