//! `poolgate domains create`.

use std::process::ExitCode;

use poolgate::DomainSettings;
use serde_json::json;

use super::apply;
use crate::administrator::{self, Administrator};
use crate::arguments::domains::Describe;
use crate::failure::Failure;
use crate::plain_text::plain;

pub(super) fn run(arguments: &Describe) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.one.pool)?;
    let name = &arguments.one.domain;
    let mut settings = DomainSettings::default();
    apply(arguments, &mut settings);
    let creation = administrator.administration.create_domain(name, settings);
    let target = administrator::call(creation)?;
    let document = json!({ "name": name, "cloud_front_distribution": target });
    let text = match target.as_deref().map(plain) {
        Some(target) => format!("✓ The pool has the domain {name}; its DNS must lead to {target}"),
        None => format!("✓ The pool has the domain {name}."),
    };
    administrator.say(&document, &text)
}
