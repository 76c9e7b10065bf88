//! `poolgate users create`.

use std::process::ExitCode;

use poolgate::{Attributes, DeliveryMedium};

use super::as_json;
use crate::administrator::{self, Administrator};
use crate::arguments::users::Create;
use crate::bounded;
use crate::failure::Failure;
use crate::passwords::Source;
use crate::someone;

pub(super) fn run(arguments: &Create) -> Result<ExitCode, Failure> {
    let (pool, user) = (&arguments.one.pool, &arguments.one.user);
    let administrator = Administrator::of(pool)?;
    let attributes: Attributes = arguments.attributes.iter().cloned().collect();
    let mut creation = administrator
        .administration
        .create_user(user.clone())
        .deliver_by(mediums(arguments, &attributes))
        .attributes(attributes)
        .validation_data(arguments.validation_data.iter().cloned().collect())
        .client_metadata(someone::metadata(&arguments.functions))
        .force_alias_creation(arguments.take_alias);
    if let Some(password) = bounded::block_on(Source::from(&arguments.password).given())? {
        creation = creation.temporary_password(password);
    }
    if arguments.no_message {
        creation = creation.without_message();
    } else if arguments.resend {
        creation = creation.resend();
    }
    let created = administrator::call(creation.send())?;
    let text = if arguments.resend {
        format!("✓ Sent the invitation of {} once more.", created.username)
    } else {
        format!("✓ Created {} ({}).", created.username, created.status)
    };
    administrator.say(&as_json(&created), &text)
}

/// By default the service sends by SMS alone, also where there is no number.
fn mediums(arguments: &Create, attributes: &Attributes) -> Vec<DeliveryMedium> {
    if arguments.no_message {
        return Vec::new();
    }
    if !arguments.deliver_by.is_empty() {
        let named = arguments.deliver_by.iter();
        return named.map(|&medium| medium.into()).collect();
    }
    let ways = [
        ("email", DeliveryMedium::Email),
        ("phone_number", DeliveryMedium::Sms),
    ];
    let known = ways
        .into_iter()
        .filter(|(name, _)| attributes.value(name).is_some());
    known.map(|(_, medium)| medium).collect()
}
