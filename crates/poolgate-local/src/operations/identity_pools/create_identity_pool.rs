//! `CreateIdentityPool` (protocol.md 8.7).

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;

use super::Description;
use super::subjects::resource_tags;
use crate::core::Context;
use crate::model::{IdentityPool, IdentityPoolSettings};
use crate::operations::Operation;

pub(super) struct CreateIdentityPool;

impl Operation for CreateIdentityPool {
    const NAME: &'static str = "CreateIdentityPool";
    type Input = IdentityPoolSettings;
    type Output = Description;

    fn run(settings: Self::Input, context: &Context<'_>) -> Result<Description, ServiceError> {
        resource_tags::check(&settings.identity_pool_tags)?;
        let pool = context.write(|transaction| {
            Ok(transaction.put(IdentityPool {
                id: format!("{}:{}", context.settings().region, context.random_uuid()),
                settings,
                roles: BTreeMap::new(),
                role_mappings: BTreeMap::new(),
                principal_tags: BTreeMap::new(),
            }))
        })?;
        Ok(Description::from(&*pool))
    }
}
