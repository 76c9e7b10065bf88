//! The ARN that an identity pool's tags are kept under.

use crate::arguments::identity_pools::Tagged;
use crate::failure::Failure;
use crate::identity_administrator::IdentityAdministrator;

/// Who administers the identity pool, and its ARN: what was typed, or put together from the pool's
/// id and the account's number, which the id does not tell.
pub(super) fn of(arguments: &Tagged) -> Result<(IdentityAdministrator, String), Failure> {
    if let Some(arn) = &arguments.arn {
        let (place, region) = (&arguments.pool.place, arn.pool.region());
        let administrator = IdentityAdministrator::of_region(place, region)?;
        return Ok((administrator, arn.to_string()));
    }
    let (administrator, id) = IdentityAdministrator::of_pool(&arguments.pool)?;
    let account_id = arguments.account_id.clone();
    let account_id = account_id.or_else(|| administrator.account_id());
    let account_id = account_id.ok_or_else(|| {
        Failure::configuration("the number of the identity pool's account is needed")
            .hint("Give --account-id or --arn")
    })?;
    Ok((administrator, id.arn(&account_id)))
}
