//! `poolgate identities …`: the identities of an identity pool, and one's own among them.

mod caller;
mod credentials;
mod delete;
mod developer;
mod developer_token;
mod id;
mod list;
mod lookup;
mod merge;
mod open_id_token;
mod show;
mod unlink;
mod unlink_developer;

use std::process::ExitCode;

use poolgate::Identity;
use serde_json::{Value, json};

use crate::arguments::identities::Identities;
use crate::clock;
use crate::failure::Failure;

pub(crate) fn run(command: &Identities) -> Result<ExitCode, Failure> {
    match command {
        Identities::Credentials(arguments) => credentials::run(arguments),
        Identities::Delete(arguments) => delete::run(arguments),
        Identities::DeveloperToken(arguments) => developer_token::run(arguments),
        Identities::Id(arguments) => id::run(arguments),
        Identities::List(arguments) => list::run(arguments),
        Identities::Lookup(arguments) => lookup::run(arguments),
        Identities::Merge(arguments) => merge::run(arguments),
        Identities::OpenIdToken(arguments) => open_id_token::run(arguments),
        Identities::Show(arguments) => show::run(arguments),
        Identities::Unlink(arguments) => unlink::run(arguments),
        Identities::UnlinkDeveloper(arguments) => unlink_developer::run(arguments),
    }
}

fn as_json(identity: &Identity) -> Value {
    json!({
        "id": identity.id,
        "providers": identity.providers,
        "created_at": identity.created.map(clock::rfc3339),
        "last_modified_at": identity.last_modified.map(clock::rfc3339),
    })
}
