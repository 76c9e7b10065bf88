//! `poolgate account set`.

use std::process::ExitCode;

use poolgate::{Attributes, CodeDelivery};
use serde_json::{Value, json};

use crate::arguments::account::Set;
use crate::bounded;
use crate::delivery;
use crate::failure::Failure;
use crate::output;
use crate::someone;
use crate::user::User;

pub(super) fn run(arguments: &Set) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    let attributes: Attributes = arguments.attributes.iter().cloned().collect();
    let sent = bounded::block_on(async {
        let session = user.session().await?;
        let metadata = someone::metadata(&arguments.functions);
        user.told(session.update_attributes(&attributes, metadata).await)
    })?;
    output::line(&if arguments.format.json {
        as_json(&user, &attributes, &sent)
    } else {
        for_people(&user, &attributes, &sent)
    })
}

fn for_people(user: &User, attributes: &Attributes, sent: &[CodeDelivery]) -> String {
    let names: Vec<&str> = attributes.names().collect();
    let mut lines = vec![format!("✓ Set {} of {}.", names.join(", "), user.name)];
    for delivery in sent {
        lines.push(delivery::sentence(delivery));
        lines.push(format!(
            "Next: poolgate account verify {} {}",
            user.profile().flags(),
            delivery.attribute
        ));
    }
    lines.join("\n")
}

fn as_json(user: &User, attributes: &Attributes, sent: &[CodeDelivery]) -> String {
    let sent: Vec<Value> = sent.iter().map(delivery::as_json).collect();
    let names: Vec<&str> = attributes.names().collect();
    json!({ "username": user.name, "set": names, "codes_sent": sent }).to_string()
}
