//! The inbox for people: what this server would have sent, newest first.

use std::sync::Arc;

use askama::Template;
use jiff::Timestamp;

use super::page::render;
use crate::hosted::Answer;
use crate::model::{DeliveryMedium, Message, MessageKind};
use crate::time::UnixTime;

#[derive(Template)]
#[template(path = "inbox.html")]
struct Inbox<'v> {
    messages: Vec<Entry<'v>>,
}

/// A message as the page shows it.
struct Entry<'m> {
    message: &'m Message,
    heading: &'m str,
    kind: &'static str,
    medium: &'static str,
    sent: String,
    sent_in_words: String,
    link: Option<&'m str>,
}

/// The page of these messages, which come oldest first.
pub(crate) fn page(messages: &[Arc<Message>]) -> Answer {
    let messages = messages.iter().rev().map(|message| Entry::of(message));
    let inbox = Inbox {
        messages: messages.collect(),
    };
    render(200, &inbox, None)
}

impl<'m> Entry<'m> {
    fn of(message: &'m Message) -> Self {
        let (kind, heading) = heading(message.kind);
        let (sent, sent_in_words) = time(message.sent);
        Self {
            heading: message.subject.as_deref().unwrap_or(heading),
            kind,
            medium: match message.medium {
                DeliveryMedium::Email => "E-mail",
                DeliveryMedium::Sms => "Text message",
            },
            sent,
            sent_in_words,
            // Written by this server; a link of another kind would be no link of it.
            link: message
                .link
                .as_deref()
                .filter(|link| link.starts_with("http")),
            message,
        }
    }
}

/// What sort of message it is, for programs and for people.
const fn heading(kind: MessageKind) -> (&'static str, &'static str) {
    match kind {
        MessageKind::AttributeVerificationCode => {
            ("attribute-verification-code", "Verification code")
        }
        MessageKind::ForgotPasswordCode => ("forgot-password-code", "Code for a new password"),
        MessageKind::Invitation => ("invitation", "Invitation"),
        MessageKind::MfaCode => ("mfa-code", "Code for the second factor"),
        MessageKind::OneTimePassword => ("one-time-password", "Code to sign in"),
        MessageKind::SignUpCode => ("sign-up-code", "Confirmation code"),
    }
}

/// By RFC 3339, and as people read it.
fn time(time: UnixTime) -> (String, String) {
    let timestamp = Timestamp::from_second(time.seconds()).unwrap_or_default();
    let in_words = timestamp.strftime("%-d %b %Y, %H:%M:%S UTC");
    (timestamp.to_string(), in_words.to_string())
}
