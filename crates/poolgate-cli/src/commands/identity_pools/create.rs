//! `poolgate identity-pools create`.

use std::process::ExitCode;

use super::description::{as_json, for_people};
use super::settings::apply;
use crate::administrator;
use crate::arguments::identity_pools::Create;
use crate::failure::Failure;
use crate::identity_administrator::IdentityAdministrator;

pub(super) fn run(arguments: &Create) -> Result<ExitCode, Failure> {
    let administrator = IdentityAdministrator::of_account(&arguments.account)?;
    let creation = administrator.pools.create(&arguments.name, |settings| {
        apply(&arguments.settings, settings);
        settings.tags.extend(arguments.tags.iter().cloned());
    });
    let pool = administrator::call(creation)?;
    administrator.say(&as_json(&pool), &for_people(&pool))
}
