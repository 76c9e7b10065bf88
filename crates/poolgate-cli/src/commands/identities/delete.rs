//! `poolgate identities delete`.

use std::process::ExitCode;

use poolgate::UndeletedIdentity;
use serde_json::json;

use crate::administrator;
use crate::arguments::identities::Destroy;
use crate::arguments::identity_pool::IdentityId;
use crate::failure::{Failure, Kind};
use crate::identity_administrator::IdentityAdministrator;

pub(super) fn run(arguments: &Destroy) -> Result<ExitCode, Failure> {
    let ids: Vec<&str> = arguments
        .identities
        .iter()
        .map(IdentityId::as_str)
        .collect();
    let [first, others @ ..] = &arguments.identities[..] else {
        return Err(Failure::configuration("no identity is named"));
    };
    if let Some(other) = others.iter().find(|other| other.region() != first.region()) {
        return Err(Failure::configuration(format_args!(
            "{} and {} are of different Regions",
            first.as_str(),
            other.as_str()
        ))
        .hint("Delete them with a command for each Region"));
    }
    let administrator = IdentityAdministrator::of_region(&arguments.place, first.region())?;
    let command = format!("identities delete {}", ids.join(" "));
    let question = match ids[..] {
        [id] => format!("Leave to delete the identity {id} for good"),
        _ => format!("Leave to delete {} identities for good", ids.len()),
    };
    administrator.ask(&arguments.consent, &command, &question)?;
    let undeleted = administrator::call(administrator.pools.delete_identities(&ids))?;
    report(&administrator, &ids, &undeleted)
}

/// What was deleted is said in any case; what was not is a failure.
fn report(
    administrator: &IdentityAdministrator,
    ids: &[&str],
    undeleted: &[UndeletedIdentity],
) -> Result<ExitCode, Failure> {
    let is_undeleted = |id: &str| undeleted.iter().any(|left| left.id == id);
    let deleted: Vec<&str> = ids.iter().copied().filter(|id| !is_undeleted(id)).collect();
    let left = undeleted.iter();
    let document = json!({
        "deleted": deleted,
        "undeleted": left
            .clone()
            .map(|left| json!({ "id": left.id, "reason": left.reason }))
            .collect::<Vec<_>>(),
    });
    let mark = if undeleted.is_empty() { "✓ " } else { "" };
    let text = format!("{mark}Deleted {} of {}.", deleted.len(), ids.len());
    let said = administrator.say(&document, &text)?;
    if undeleted.is_empty() {
        return Ok(said);
    }
    let left: Vec<String> = left
        .map(|left| format!("{} ({})", left.id, left.reason))
        .collect();
    let message = format!("not deleted: {}", left.join(", "));
    Err(Failure::new(Kind::Other, message))
}
