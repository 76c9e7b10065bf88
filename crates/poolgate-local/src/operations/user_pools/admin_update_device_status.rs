//! `AdminUpdateDeviceStatus`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::device::RememberedStatus;
use super::subjects::device_owner;
use crate::core::Context;
use crate::error::missing_parameter;
use crate::operations::Operation;
use crate::users::devices;

pub(super) struct AdminUpdateDeviceStatus;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
    device_key: String,
    device_remembered_status: Option<RememberedStatus>,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for AdminUpdateDeviceStatus {
    const NAME: &'static str = "AdminUpdateDeviceStatus";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let user = device_owner::by_name(context, &input.user_pool_id, &input.username)?;
        let status = input
            .device_remembered_status
            .ok_or_else(|| missing_parameter("DeviceRememberedStatus"))?;
        let remembered = status == RememberedStatus::Remembered;
        devices::set_remembered(context, &user, &input.device_key, remembered)?;
        Ok(Output {})
    }
}
