//! `SetPrincipalTagAttributeMap` (protocol.md 8.6).

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::change_pool;
use super::subjects::principal_tag_attribute_map::Output;
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::federation::provider;
use crate::model::PrincipalTagMap;
use crate::operations::Operation;

pub(super) struct SetPrincipalTagAttributeMap;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_pool_id: String,
    identity_provider_name: String,
    #[serde(flatten)]
    map: PrincipalTagMap,
}

impl Operation for SetPrincipalTagAttributeMap {
    const NAME: &'static str = "SetPrincipalTagAttributeMap";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let name = provider::canonical(context.settings(), &input.identity_provider_name);
        // With the defaults, a map of one's own has no say (U).
        let map = if input.map.use_defaults {
            PrincipalTagMap::defaults()
        } else {
            input.map
        };
        change_pool(context, &input.identity_pool_id, |pool| {
            if !provider::is_of(context.settings(), &pool.settings, &name) {
                return Err(unknown_provider(&input.identity_provider_name));
            }
            pool.principal_tags.insert(name.into_owned(), map.clone());
            Ok(())
        })?;
        Ok(Output::new(
            &input.identity_pool_id,
            &input.identity_provider_name,
            map,
        ))
    }
}

/// The words are ours (U).
fn unknown_provider(name: &str) -> ServiceError {
    invalid_parameter(format!(
        "'{name}' is not an identity provider of this identity pool."
    ))
}
