//! `AdminGetDevice`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::device::DeviceDescription;
use super::subjects::device_owner;
use crate::core::Context;
use crate::operations::Operation;
use crate::users::devices;

pub(super) struct AdminGetDevice;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
    device_key: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    device: DeviceDescription,
}

impl Operation for AdminGetDevice {
    const NAME: &'static str = "AdminGetDevice";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let user = device_owner::by_name(context, &input.user_pool_id, &input.username)?;
        let device = context.read(|state| devices::require(state, &user, &input.device_key))?;
        Ok(Output {
            device: DeviceDescription::of(context, &user, &device),
        })
    }
}
