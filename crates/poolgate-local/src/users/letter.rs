//! What a message says: the pool's template, or the service's own words, filled in.

use crate::model::{
    DeliveryMedium, EmailMfaConfiguration, InviteMessageTemplate, MessageKind, User, UserPool,
};

/// Stands for a code or a password in a template.
const CODE: &str = "{####}";
/// Stands for the name that somebody signs in by.
const USERNAME: &str = "{username}";
/// What a template has around the text of its link, as in `{##Verify Email##}`.
const LINK: (&str, &str) = ("{##", "##}");

/// A message as somebody reads it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    /// Text messages have none.
    pub(crate) subject: Option<String>,
    pub(crate) text: String,
}

/// A template, and the subject it goes under.
struct Template<'t> {
    subject: &'t str,
    text: &'t str,
}

impl Letter {
    /// A message that carries this code or password.
    pub(crate) fn with_secret(
        pool: &UserPool,
        user: &User,
        (kind, medium): (MessageKind, DeliveryMedium),
        secret: &str,
    ) -> Self {
        let template = template(pool, kind, medium);
        let names = [(CODE, secret), (USERNAME, user.sign_in_name())];
        Self {
            subject: (medium == DeliveryMedium::Email).then(|| template.subject.to_owned()),
            text: fill(template.text, &names),
        }
    }

    /// An e-mail that confirms a sign-up once its link is opened.
    pub(crate) fn with_link(pool: &UserPool, url: &str) -> Self {
        let templates = &pool.settings.verification_message_template;
        let subject = templates.email_subject_by_link.as_deref();
        let text = templates.email_message_by_link.as_deref();
        let default =
            "Please click the link below to verify your email address. {##Verify Email##}";
        Self {
            subject: Some(subject.unwrap_or("Your verification link").to_owned()),
            text: link(text.unwrap_or(default), url),
        }
    }
}

/// The template for a message. The defaults are what the service's console shows, and were not
/// recorded (U).
fn template(pool: &UserPool, kind: MessageKind, medium: DeliveryMedium) -> Template<'_> {
    let (text, subject, default) = match kind {
        MessageKind::AttributeVerificationCode
        | MessageKind::ForgotPasswordCode
        | MessageKind::SignUpCode => {
            let templates = &pool.settings.verification_message_template;
            let text = match medium {
                DeliveryMedium::Email => &templates.email_message,
                DeliveryMedium::Sms => &templates.sms_message,
            };
            let default = (
                "Your verification code",
                "Your confirmation code is {####}.",
            );
            (text, &templates.email_subject, default)
        }
        MessageKind::Invitation => invitation(pool, medium),
        MessageKind::MfaCode | MessageKind::OneTimePassword => sign_in_code(pool, medium),
    };
    Template {
        subject: subject.as_deref().unwrap_or(default.0),
        text: text.as_deref().unwrap_or(default.1),
    }
}

type Choice<'p> = (
    &'p Option<String>,
    &'p Option<String>,
    (&'static str, &'static str),
);

fn invitation(pool: &UserPool, medium: DeliveryMedium) -> Choice<'_> {
    const NONE: &InviteMessageTemplate = &InviteMessageTemplate {
        sms_message: None,
        email_message: None,
        email_subject: None,
    };
    let configuration = &pool.settings.admin_create_user_config;
    let templates = configuration
        .invite_message_template
        .as_ref()
        .unwrap_or(NONE);
    let text = match medium {
        DeliveryMedium::Email => &templates.email_message,
        DeliveryMedium::Sms => &templates.sms_message,
    };
    let default = "Your username is {username} and temporary password is {####}.";
    (
        text,
        &templates.email_subject,
        ("Your temporary password", default),
    )
}

/// The codes of second factors and those that replace the password have the same templates (U).
fn sign_in_code(pool: &UserPool, medium: DeliveryMedium) -> Choice<'_> {
    const NONE: &EmailMfaConfiguration = &EmailMfaConfiguration {
        message: None,
        subject: None,
    };
    let email = pool
        .factors
        .email_mfa_configuration
        .as_ref()
        .unwrap_or(NONE);
    let text = match medium {
        DeliveryMedium::Email => &email.message,
        DeliveryMedium::Sms => &pool.settings.sms_authentication_message,
    };
    let default = "Your authentication code is {####}.";
    (text, &email.subject, ("Your authentication code", default))
}

/// Puts values in the place of their names, in one pass: a value that reads like a name stays.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    let next = |rest: &str| {
        let found = values.iter().filter_map(|(name, value)| {
            let at = rest.find(name)?;
            Some((at, at + name.len(), *value))
        });
        found.min()
    };
    while let Some((start, end, value)) = next(rest) {
        text.push_str(&rest[..start]);
        text.push_str(value);
        rest = &rest[end..];
    }
    text.push_str(rest);
    text
}

/// Makes the first `{##…##}` a link, as HTML: the service sends its e-mails as such.
fn link(template: &str, url: &str) -> String {
    let parts = template
        .split_once(LINK.0)
        .and_then(|(before, rest)| Some((before, rest.split_once(LINK.1)?)));
    let Some((before, (words, after))) = parts else {
        return template.to_owned();
    };
    let url = url.replace('&', "&amp;");
    format!("{before}<a href=\"{url}\">{words}</a>{after}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_are_not_read_again() {
        let values = [(CODE, "{username}"), (USERNAME, "{####}")];
        assert_eq!(
            fill("{username}: {####} ({####})", &values),
            "{####}: {username} ({username})"
        );
    }

    #[test]
    fn a_link_has_its_own_words() {
        assert_eq!(
            link("Open {##this##}, please.", "https://example.com/?a=b&c=d"),
            "Open <a href=\"https://example.com/?a=b&amp;c=d\">this</a>, please."
        );
    }

    proptest! {
        #[test]
        fn any_template_is_filled(template in ".*", value in ".*") {
            let filled = fill(&template, &[(CODE, &value)]);
            prop_assert_eq!(filled, template.replace(CODE, &value));
            link(&template, &value);
        }
    }
}
