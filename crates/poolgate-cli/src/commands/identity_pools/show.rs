//! `poolgate identity-pools show`.

use std::process::ExitCode;

use super::description::{as_json, for_people};
use crate::administrator;
use crate::arguments::identity_pool::Target;
use crate::failure::Failure;
use crate::identity_administrator::IdentityAdministrator;

pub(super) fn run(arguments: &Target) -> Result<ExitCode, Failure> {
    let (administrator, id) = IdentityAdministrator::of_pool(arguments)?;
    let pool = administrator::call(administrator.pools.describe(&id))?;
    administrator.say(&as_json(&pool), &for_people(&pool))
}
