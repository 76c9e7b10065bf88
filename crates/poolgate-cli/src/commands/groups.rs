//! `poolgate groups …`: the groups of a pool, for its administrators.

mod add;
mod change_members;
mod create;
mod delete;
mod list;
mod members;
mod remove;
mod show;
mod update;

use std::process::ExitCode;

use poolgate::{Group, GroupSettings};
use serde_json::{Value, json};

use crate::arguments::groups::{Describe, Groups};
use crate::clock;
use crate::failure::Failure;
use crate::plain_text::plain;

pub(crate) fn run(command: &Groups) -> Result<ExitCode, Failure> {
    match command {
        Groups::Add(arguments) => add::run(arguments),
        Groups::Create(arguments) => create::run(arguments),
        Groups::Delete(arguments) => delete::run(arguments),
        Groups::List(arguments) => list::run(arguments),
        Groups::Members(arguments) => members::run(arguments),
        Groups::Remove(arguments) => remove::run(arguments),
        Groups::Show(arguments) => show::run(arguments),
        Groups::Update(arguments) => update::run(arguments),
    }
}

pub(super) fn as_json(group: &Group) -> Value {
    json!({
        "name": group.name,
        "description": group.settings.description,
        "precedence": group.settings.precedence,
        "role_arn": group.settings.role_arn,
        "created_at": group.created.map(clock::rfc3339),
        "last_modified_at": group.last_modified.map(clock::rfc3339),
    })
}

/// The columns of a list of groups.
pub(super) const HEAD: [&str; 4] = ["GROUP", "PRECEDENCE", "DESCRIPTION", "ROLE"];

/// A group in these columns.
pub(super) fn cells(group: &Group) -> [String; 4] {
    let settings = &group.settings;
    let precedence = settings.precedence.map(|precedence| precedence.to_string());
    [
        group.name.clone(),
        precedence.unwrap_or_default(),
        settings.description.clone().unwrap_or_default(),
        settings.role_arn.clone().unwrap_or_default(),
    ]
}

/// A group in some lines.
fn for_people(group: &Group) -> String {
    let text = |value: Option<&str>| plain(value.unwrap_or("-"));
    let settings = &group.settings;
    let precedence = settings.precedence.map(|precedence| precedence.to_string());
    [
        plain(&group.name),
        format!("  description  {}", text(settings.description.as_deref())),
        format!("  precedence   {}", text(precedence.as_deref())),
        format!("  role         {}", text(settings.role_arn.as_deref())),
    ]
    .join("\n")
}

/// Changes what the arguments name.
fn describe(arguments: &Describe, settings: &mut GroupSettings) {
    let named = |own: &mut Option<String>, named: &Option<String>| {
        if named.is_some() {
            own.clone_from(named);
        }
    };
    named(&mut settings.description, &arguments.description);
    named(&mut settings.role_arn, &arguments.role_arn);
    settings.precedence = arguments.precedence.or(settings.precedence);
}
