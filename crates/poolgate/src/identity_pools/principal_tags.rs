use std::collections::BTreeMap;

use super::IdentityPools;
use crate::error::call_failed;
use crate::{Error, IdentityPoolId};

/// Which claims of a provider's users become session tags of their credentials, for access by
/// attributes (protocol.md 8.6).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PrincipalTags {
    /// The service's own choice: `client` from `aud`, and `username` from `sub`.
    pub use_defaults: bool,
    /// The claim that a tag is taken from, by the tag's key; 50 at most.
    pub claims: BTreeMap<String, String>,
}

impl IdentityPools {
    /// The session tags of a provider's users (`GetPrincipalTagAttributeMap`).
    pub async fn principal_tags(
        &self,
        id: &IdentityPoolId,
        provider: &str,
    ) -> Result<PrincipalTags, Error> {
        let output = self
            .client
            .get_principal_tag_attribute_map()
            .identity_pool_id(id.as_str())
            .identity_provider_name(provider)
            .send()
            .await
            .map_err(call_failed("GetPrincipalTagAttributeMap"))?;
        Ok(PrincipalTags {
            use_defaults: output.use_defaults.unwrap_or_default(),
            claims: output.principal_tags.into_iter().flatten().collect(),
        })
    }

    /// Sets the session tags of a provider's users, in the place of all that were there
    /// (`SetPrincipalTagAttributeMap`).
    pub async fn set_principal_tags(
        &self,
        id: &IdentityPoolId,
        provider: &str,
        tags: &PrincipalTags,
    ) -> Result<(), Error> {
        self.client
            .set_principal_tag_attribute_map()
            .identity_pool_id(id.as_str())
            .identity_provider_name(provider)
            .use_defaults(tags.use_defaults)
            .set_principal_tags(Some(tags.claims.clone().into_iter().collect()))
            .send()
            .await
            .map_err(call_failed("SetPrincipalTagAttributeMap"))?;
        Ok(())
    }
}
