//! `poolgate identity-pools update`.

use std::process::ExitCode;

use super::description::{as_json, for_people};
use super::settings::apply;
use crate::administrator;
use crate::arguments::identity_pools::Update;
use crate::failure::Failure;
use crate::identity_administrator::IdentityAdministrator;

pub(super) fn run(arguments: &Update) -> Result<ExitCode, Failure> {
    let (administrator, id) = IdentityAdministrator::of_pool(&arguments.pool)?;
    let update = administrator.pools.update(&id, |settings| {
        if let Some(name) = &arguments.name {
            settings.name.clone_from(name);
        }
        for provider in &arguments.remove_login_provider {
            settings.login_providers.remove(provider);
        }
        apply(&arguments.settings, settings);
    });
    let pool = administrator::call(update)?;
    administrator.say(&as_json(&pool), &for_people(&pool))
}
