//! `poolgate users …`: the users of a pool, for its administrators.

mod confirm;
mod create;
mod delete;
mod disable;
mod enable;
mod groups;
mod list;
mod reset_password;
mod set;
mod set_password;
mod show;
mod sign_out;
mod unset;

use std::process::ExitCode;

use poolgate::User;
use serde_json::{Value, json};

use crate::arguments::users::Users;
use crate::attributes;
use crate::clock;
use crate::failure::Failure;
use crate::mfa_type::MfaType;

pub(crate) fn run(command: &Users) -> Result<ExitCode, Failure> {
    match command {
        Users::Confirm(arguments) => confirm::run(arguments),
        Users::Create(arguments) => create::run(arguments),
        Users::Delete(arguments) => delete::run(arguments),
        Users::Disable(arguments) => disable::run(arguments),
        Users::Enable(arguments) => enable::run(arguments),
        Users::Groups(arguments) => groups::run(arguments),
        Users::List(arguments) => list::run(arguments),
        Users::ResetPassword(arguments) => reset_password::run(arguments),
        Users::Set(arguments) => set::run(arguments),
        Users::SetPassword(arguments) => set_password::run(arguments),
        Users::Show(arguments) => show::run(arguments),
        Users::SignOut(arguments) => sign_out::run(arguments),
        Users::Unset(arguments) => unset::run(arguments),
    }
}

pub(super) fn as_json(user: &User) -> Value {
    let mfa = user.mfa.as_ref().map(|mfa| {
        json!({
            "enabled": mfa.enabled.iter().map(MfaType::word_for).collect::<Vec<_>>(),
            "preferred": mfa.preferred.as_ref().map(MfaType::word_for),
        })
    });
    json!({
        "username": user.username.as_str(),
        "status": user.status.as_str(),
        "enabled": user.enabled,
        "attributes": attributes::as_json(&user.attributes),
        "mfa": mfa,
        "created_at": user.created.map(clock::rfc3339),
        "last_modified_at": user.last_modified.map(clock::rfc3339),
    })
}

/// The columns of a list of users.
pub(super) const HEAD: [&str; 5] = ["USERNAME", "STATUS", "ENABLED", "EMAIL", "CREATED"];

/// A user in these columns.
pub(super) fn cells(user: &User) -> [String; 5] {
    let email = user.attributes.text("email").unwrap_or_default();
    [
        user.username.to_string(),
        user.status.to_string(),
        if user.enabled { "yes" } else { "no" }.to_owned(),
        email.into_owned(),
        user.created.map(clock::clock_time).unwrap_or_default(),
    ]
}
