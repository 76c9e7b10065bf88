use std::collections::BTreeMap;

use aws_sdk_cognitoidentity::types::RoleMapping;

use super::IdentityPools;
use crate::change::{changed, still_the_same};
use crate::error::call_failed;
use crate::{Error, IdentityPoolId};

/// Which roles an identity pool gives to whom (protocol.md 8.3).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IdentityPoolRoles {
    /// The ARNs of the roles for `authenticated` and `unauthenticated` users.
    pub roles: BTreeMap<String, String>,
    /// How a role is chosen for the users of a provider: by their token, or by rules. The key is
    /// the provider's name, and for a user pool `<provider>:<client id>`.
    pub mappings: BTreeMap<String, RoleMapping>,
}

impl IdentityPools {
    /// The roles of an identity pool (`GetIdentityPoolRoles`).
    pub async fn roles(&self, id: &IdentityPoolId) -> Result<IdentityPoolRoles, Error> {
        let output = self
            .client
            .get_identity_pool_roles()
            .identity_pool_id(id.as_str())
            .send()
            .await
            .map_err(call_failed("GetIdentityPoolRoles"))?;
        Ok(IdentityPoolRoles {
            roles: output.roles.into_iter().flatten().collect(),
            mappings: output.role_mappings.into_iter().flatten().collect(),
        })
    }

    /// Changes the roles of an identity pool (`SetIdentityPoolRoles`); what `change` leaves alone
    /// stays. If it leaves everything alone, nothing is written.
    ///
    /// # Errors
    /// [`Error::ConcurrentChange`] if somebody else has changed them while `change` ran.
    pub async fn update_roles(
        &self,
        id: &IdentityPoolId,
        change: impl FnOnce(&mut IdentityPoolRoles),
    ) -> Result<IdentityPoolRoles, Error> {
        const OPERATION: &str = "SetIdentityPoolRoles";
        let before = self.roles(id).await?;
        let Some(roles) = changed(&before, change) else {
            return Ok(before);
        };
        still_the_same(OPERATION, id.as_str(), &before, &self.roles(id).await?)?;
        self.client
            .set_identity_pool_roles()
            .identity_pool_id(id.as_str())
            .set_roles(Some(roles.roles.clone().into_iter().collect()))
            .set_role_mappings(Some(roles.mappings.clone().into_iter().collect()))
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        Ok(roles)
    }
}
