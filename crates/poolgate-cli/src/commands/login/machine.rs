//! A sign-in of the app client itself (RFC 6749 4.4): its secret is all that it takes.

use std::process::ExitCode;

use poolgate::oauth::MachineToken;
use serde_json::json;

use super::browser::{resource, scopes};
use crate::arguments::Login;
use crate::bounded;
use crate::clock;
use crate::failure::Failure;
use crate::machine::{Machine, Wanted};
use crate::method::Method;
use crate::output;
use crate::profile::{Profile, Secret};
use crate::reachable::Reachable;
use crate::signed_in;

/// Asks for a new token, which shows that the secret is right, and keeps it.
pub(super) fn sign_in(arguments: &Login, reachable: &Reachable) -> Result<ExitCode, Failure> {
    let profile = &reachable.profile;
    if matches!(profile.client_secret, Secret::Known(None)) {
        return Err(no_secret());
    }
    let wanted = Wanted {
        scopes: scopes(arguments, profile),
        resource: resource(arguments, profile),
    };
    refuse_what_is_not_found_again(profile, &wanted)?;
    let machine = Machine::new(reachable, &wanted)?;
    let token = bounded::block_on(machine.renewed())?;
    signed_in::remember_machine(profile, &wanted)?;
    let document = json!({
        "pool_id": profile.pool_id.as_str(),
        "client_id": profile.client_id.as_str(),
        "scopes": token.scopes().iter().collect::<Vec<_>>(),
        "resource": wanted.resource,
        "expires_at": clock::rfc3339(token.expires_at()),
    });
    let text = for_people(profile, &token);
    output::outcome(arguments.format.json, &document, &text)
}

/// Later commands go by the profile: by the user that it names, or by what it asks for.
fn refuse_what_is_not_found_again(profile: &Profile, wanted: &Wanted) -> Result<(), Failure> {
    let is_machine = profile.method == Method::ClientCredentials;
    if let Some(name) = profile.username.as_ref().filter(|_| !is_machine) {
        return Err(Failure::configuration(format_args!(
            "{name:?} is a user, and the app client itself is none"
        ))
        .hint("Leave out the username, or say method = \"client-credentials\" in the profile"));
    }
    let own = profile.wanted();
    if is_machine && own != Wanted::default() && own != *wanted {
        return Err(
            Failure::configuration("the profile has scopes or a resource of its own").hint(
                "Leave out --scope and --resource, or take scopes and resource out of the profile",
            ),
        );
    }
    Ok(())
}

fn for_people(profile: &Profile, token: &MachineToken) -> String {
    let flags = profile.flags();
    format!(
        "✓ Signed in as the app client {} to {}; token until {}.\n\
         Scopes: {}\n\
         Next:\n  poolgate token {flags} --header\n  poolgate status {flags}",
        profile.client_id,
        profile.pool_id,
        clock::clock_time(token.expires_at()),
        token.scopes(),
    )
}

fn no_secret() -> Failure {
    Failure::configuration("the app client's own sign-in takes its secret, and none is given").hint(
        "Give --client-secret-stdin, POOLGATE_CLIENT_SECRET, or client_secret_file in the profile",
    )
}
