//! The provider that users of your own belong to.

use poolgate::IdentityPoolId;

use crate::administrator;
use crate::arguments::identities::Developer;
use crate::failure::Failure;
use crate::identity_administrator::IdentityAdministrator;

/// Who administers the identity pool, and the developer provider's name in it.
pub(super) struct DeveloperProvider {
    pub(super) administrator: IdentityAdministrator,
    pub(super) pool: IdentityPoolId,
    pub(super) name: String,
}

impl DeveloperProvider {
    /// The provider that is typed, or else the only one that the identity pool has.
    pub(super) fn of(arguments: &Developer) -> Result<Self, Failure> {
        let (administrator, pool) = IdentityAdministrator::of_pool(&arguments.pool)?;
        let name = match &arguments.provider {
            Some(name) => name.clone(),
            None => asked(&administrator, &pool)?,
        };
        Ok(Self {
            administrator,
            pool,
            name,
        })
    }
}

fn asked(administrator: &IdentityAdministrator, pool: &IdentityPoolId) -> Result<String, Failure> {
    let described = administrator::call(administrator.pools.describe(pool))?;
    described.settings.developer_provider_name.ok_or_else(|| {
        Failure::configuration(format_args!(
            "the identity pool {pool} has no developer provider"
        ))
        .hint("Give it one: poolgate identity-pools update --developer-provider NAME")
    })
}
