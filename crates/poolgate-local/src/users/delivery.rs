//! Codes and invitations: what the service would send goes into the inbox.

use serde::Serialize;

use super::letter::Letter;
use crate::core::Context;
use crate::model::{DeliveryMedium, Message, MessageKind, User, UserPool};
use crate::state::Transaction;
use crate::time::UnixTime;

/// The inbox keeps this many messages and drops the oldest.
const INBOX_SIZE: usize = 1000;

/// Where a message goes.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    pub(crate) attribute: &'static str,
    pub(crate) medium: DeliveryMedium,
    pub(crate) destination: String,
}

/// What a caller is told about a message that was sent (protocol.md 9.2).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CodeDeliveryDetails {
    destination: String,
    delivery_medium: DeliveryMedium,
    attribute_name: &'static str,
}

impl CodeDeliveryDetails {
    /// The address with most of it hidden.
    pub(crate) fn destination(&self) -> &str {
        &self.destination
    }
}

impl Address {
    pub(crate) fn email(user: &User) -> Option<Self> {
        Self::of(user, "email", DeliveryMedium::Email)
    }

    pub(crate) fn phone_number(user: &User) -> Option<Self> {
        Self::of(user, "phone_number", DeliveryMedium::Sms)
    }

    /// The address in this attribute of the user, if it is one.
    pub(crate) fn in_attribute(user: &User, attribute: &str) -> Option<Self> {
        match attribute {
            "email" => Self::email(user),
            "phone_number" => Self::phone_number(user),
            _ => None,
        }
    }

    /// Where a verification code goes: the pool names the attributes, and a phone number is
    /// preferred to an e-mail address where it verifies both.
    pub(crate) fn to_verify(pool: &UserPool, user: &User) -> Option<Self> {
        let wanted = |address: &Self| pool.verifies(address.attribute);
        Self::phone_number(user)
            .filter(wanted)
            .or_else(|| Self::email(user).filter(wanted))
    }

    /// The address with most of it hidden.
    pub(crate) fn masked(&self) -> String {
        match self.medium {
            DeliveryMedium::Email => masked_email(&self.destination),
            DeliveryMedium::Sms => masked_phone_number(&self.destination),
        }
    }

    pub(crate) fn details(&self) -> CodeDeliveryDetails {
        CodeDeliveryDetails {
            destination: self.masked(),
            delivery_medium: self.medium,
            attribute_name: self.attribute,
        }
    }

    fn of(user: &User, attribute: &'static str, medium: DeliveryMedium) -> Option<Self> {
        let destination = user.attributes.get(attribute)?.to_owned();
        Some(Self {
            attribute,
            medium,
            destination,
        })
    }
}

/// A code of six digits.
pub(crate) fn random_code(context: &Context<'_>) -> String {
    context.random_text(6, b"0123456789")
}

/// Puts a message with a code or a password into the inbox.
pub(crate) fn send(
    transaction: &mut Transaction<'_>,
    user: &User,
    address: &Address,
    kind: MessageKind,
    secret: &str,
    time: (UnixTime, UnixTime),
) {
    // Nobody writes for a pool that was deleted meanwhile.
    let Some(pool) = transaction.get::<UserPool>(&user.pool_id) else {
        return;
    };
    let letter = Letter::with_secret(&pool, user, (kind, address.medium), secret);
    let message = message(user, address, kind, secret, letter);
    put(transaction, message, time);
}

/// Puts a message into the inbox that confirms a sign-up once its link is opened.
pub(crate) fn send_link(
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    user: &User,
    address: &Address,
    (code, url): (&str, String),
    time: (UnixTime, UnixTime),
) {
    let letter = Letter::with_link(pool, &url);
    let message = message(user, address, MessageKind::SignUpCode, code, letter);
    let link = Some(url);
    put(transaction, Message { link, ..message }, time);
}

/// A message that is not sent yet.
fn message(
    user: &User,
    address: &Address,
    kind: MessageKind,
    secret: &str,
    letter: Letter,
) -> Message {
    Message {
        number: 0,
        user_pool_id: user.pool_id.clone(),
        username: user.username.clone(),
        sub: user.sub.clone(),
        medium: address.medium,
        destination: address.destination.clone(),
        kind,
        secret: secret.to_owned(),
        subject: letter.subject,
        text: letter.text,
        link: None,
        sent: UnixTime::default(),
        expires: UnixTime::default(),
    }
}

fn put(transaction: &mut Transaction<'_>, message: Message, (sent, expires): (UnixTime, UnixTime)) {
    transaction.forget_expired::<Message>(sent);
    let messages = &transaction.state().messages;
    let number = messages.last().map_or(1, |message| message.number + 1);
    let surplus = messages
        .first_key()
        .filter(|_| messages.len() >= INBOX_SIZE);
    if let Some(oldest) = surplus.map(ToOwned::to_owned) {
        transaction.delete::<Message>(&oldest);
    }
    transaction.put(Message {
        number,
        sent,
        expires,
        ..message
    });
}

/// `t***@e***`
fn masked_email(address: &str) -> String {
    let (local, domain) = address.split_once('@').unwrap_or((address, ""));
    let first = |part: &str| part.chars().next().map(String::from).unwrap_or_default();
    format!("{}***@{}***", first(local), first(domain))
}

/// `+*******1234`
fn masked_phone_number(number: &str) -> String {
    let last = number.len().saturating_sub(4);
    format!("+*******{}", number.get(last..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_masked_as_the_service_does() {
        assert_eq!(masked_email("test@example.com"), "t***@e***");
        assert_eq!(masked_phone_number("+12065551234"), "+*******1234");
    }
}
