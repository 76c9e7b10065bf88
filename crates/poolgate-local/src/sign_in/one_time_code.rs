//! Codes that are sent during a sign-in: first factors and second ones (protocol.md 3.3).

use serde::{Deserialize, Serialize};

use super::Entrance;
use crate::app_clients::same;
use crate::core::Context;
use crate::model::{DeliveryMedium, MessageKind, User};
use crate::state::Transaction;
use crate::users::delivery::{self, Address};

/// A code on its way back. It travels in the session, sealed, and dies with it: a code lives as long
/// as the session (protocol.md 7.5).
#[derive(Serialize, Deserialize)]
pub(super) struct OneTimeCode {
    pub(super) medium: DeliveryMedium,
    /// The address in full: what a returned code proves is this one, not what the user has by then.
    pub(super) destination: String,
    code: String,
}

impl OneTimeCode {
    /// Makes a code of this many digits, for nobody yet.
    pub(super) fn random(context: &Context<'_>, address: &Address, digits: usize) -> Self {
        Self {
            medium: address.medium,
            destination: address.destination.clone(),
            code: context.random_text(digits, b"0123456789"),
        }
    }

    /// Sends it.
    pub(super) fn send(
        &self,
        context: &Context<'_>,
        entrance: &Entrance,
        transaction: &mut Transaction<'_>,
        user: &User,
        kind: MessageKind,
    ) {
        let now = context.now();
        let expires = now.plus_seconds(entrance.app.client.session_seconds());
        let (address, time) = (self.address(), (now, expires));
        delivery::send(transaction, user, &address, kind, &self.code, time);
    }

    pub(super) fn is(&self, given: &str) -> bool {
        same(&self.code, given)
    }

    /// The attribute that holds the address.
    pub(super) const fn attribute(&self) -> &'static str {
        match self.medium {
            DeliveryMedium::Email => "email",
            DeliveryMedium::Sms => "phone_number",
        }
    }

    /// What the client is told of where it went.
    pub(super) fn delivery_parameters(&self) -> [(&'static str, String); 2] {
        let medium = match self.medium {
            DeliveryMedium::Email => "EMAIL",
            DeliveryMedium::Sms => "SMS",
        };
        [
            ("CODE_DELIVERY_DELIVERY_MEDIUM", medium.to_owned()),
            ("CODE_DELIVERY_DESTINATION", self.address().masked()),
        ]
    }

    fn address(&self) -> Address {
        Address {
            attribute: self.attribute(),
            medium: self.medium,
            destination: self.destination.clone(),
        }
    }
}
