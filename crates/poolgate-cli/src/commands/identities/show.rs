//! `poolgate identities show`.

use std::process::ExitCode;
use std::time::SystemTime;

use poolgate::Identity;

use super::as_json;
use crate::administrator;
use crate::arguments::identities::Show;
use crate::clock;
use crate::failure::Failure;
use crate::identity_administrator::IdentityAdministrator;
use crate::plain_text::plain;

pub(super) fn run(arguments: &Show) -> Result<ExitCode, Failure> {
    let id = &arguments.identity;
    let administrator = IdentityAdministrator::of_region(&arguments.place, id.region())?;
    let identity = administrator::call(administrator.pools.identity(id.as_str()))?;
    administrator.say(&as_json(&identity), &for_people(&identity))
}

fn for_people(identity: &Identity) -> String {
    let time =
        |time: Option<SystemTime>| time.map_or_else(|| "unknown".to_owned(), clock::clock_time);
    let providers = match &identity.providers[..] {
        [] => "none".to_owned(),
        providers => plain(&providers.join(", ")),
    };
    [
        plain(&identity.id),
        format!("  logins at  {providers}"),
        format!("  created    {}", time(identity.created)),
        format!("  changed    {}", time(identity.last_modified)),
    ]
    .join("\n")
}
