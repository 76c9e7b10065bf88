//! `UpdateIdentityPool`: what is not given is set to its default.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::subjects::resource_tags;
use super::{Description, change_pool};
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::IdentityPoolSettings;
use crate::operations::Operation;

pub(super) struct UpdateIdentityPool;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_pool_id: String,
    #[serde(flatten)]
    settings: IdentityPoolSettings,
}

impl Operation for UpdateIdentityPool {
    const NAME: &'static str = "UpdateIdentityPool";
    type Input = Input;
    type Output = Description;

    fn run(input: Input, context: &Context<'_>) -> Result<Description, ServiceError> {
        let mut settings = input.settings;
        resource_tags::check(&settings.identity_pool_tags)?;
        let pool = change_pool(context, &input.identity_pool_id, |pool| {
            keep_developer_provider(&pool.settings, &mut settings)?;
            pool.settings = settings;
            Ok(())
        })?;
        Ok(Description::from(&*pool))
    }
}

/// A developer provider's name is set once and for all: the identities of its users hang on it. The
/// text was never recorded (U).
fn keep_developer_provider(
    kept: &IdentityPoolSettings,
    new: &mut IdentityPoolSettings,
) -> Result<(), ServiceError> {
    match (&kept.developer_provider_name, &new.developer_provider_name) {
        (Some(kept), Some(new)) if kept != new => Err(invalid_parameter(
            "The developer provider name cannot be changed once it is set.",
        )),
        (Some(kept), None) => {
            new.developer_provider_name = Some(kept.clone());
            Ok(())
        }
        _ => Ok(()),
    }
}
