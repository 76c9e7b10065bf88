//! `AdminForgetDevice`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::subjects::device_owner;
use crate::core::Context;
use crate::operations::{Nothing, Operation};
use crate::users::devices;

pub(super) struct AdminForgetDevice;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
    device_key: String,
}

impl Operation for AdminForgetDevice {
    const NAME: &'static str = "AdminForgetDevice";
    type Input = Input;
    type Output = Nothing;

    fn run(input: Input, context: &Context<'_>) -> Result<Nothing, ServiceError> {
        let user = device_owner::by_name(context, &input.user_pool_id, &input.username)?;
        devices::forget(context, &user, &input.device_key)?;
        Ok(Nothing)
    }
}
