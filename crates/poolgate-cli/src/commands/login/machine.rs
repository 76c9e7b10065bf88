//! A sign-in of the app client itself (RFC 6749 4.4): its secret is all that it takes.

use std::process::ExitCode;

use poolgate::oauth::MachineToken;
use serde_json::json;

use super::browser::scopes;
use crate::arguments::Login;
use crate::bounded;
use crate::clock;
use crate::failure::Failure;
use crate::machine::Machine;
use crate::output;
use crate::profile::Profile;
use crate::reachable::Reachable;
use crate::signed_in;

/// Asks for a new token, which shows that the secret is right, and keeps it.
pub(super) fn sign_in(arguments: &Login, reachable: &Reachable) -> Result<ExitCode, Failure> {
    let profile = &reachable.profile;
    if profile.client_secret.is_none() {
        return Err(no_secret());
    }
    let scopes = scopes(arguments, profile);
    let token = bounded::block_on(async {
        let machine = Machine::new(reachable, &scopes)?;
        machine.forget().await?;
        machine.fresh().await
    })?;
    signed_in::remember_machine(profile, &scopes)?;
    let document = json!({
        "pool_id": profile.pool_id.as_str(),
        "client_id": profile.client_id.as_str(),
        "scopes": token.scopes().iter().collect::<Vec<_>>(),
        "expires_at": clock::rfc3339(token.expires_at()),
    });
    let text = for_people(profile, &token);
    output::outcome(arguments.format.json, &document, &text)
}

fn for_people(profile: &Profile, token: &MachineToken) -> String {
    let flags = profile.flags();
    format!(
        "✓ Signed in as the app client {} to {}; token until {} (fetched anew for you).\n\
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
