//! `UpdateDeviceStatus`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::device::RememberedStatus;
use super::subjects::device_owner;
use crate::core::Context;
use crate::error::missing_parameter;
use crate::operations::Operation;
use crate::users::devices;

pub(super) struct UpdateDeviceStatus;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
    device_key: String,
    device_remembered_status: Option<RememberedStatus>,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for UpdateDeviceStatus {
    const NAME: &'static str = "UpdateDeviceStatus";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let user = device_owner::by_token(context, &input.access_token)?.user;
        let status = input
            .device_remembered_status
            .ok_or_else(|| missing_parameter("DeviceRememberedStatus"))?;
        let remembered = status == RememberedStatus::Remembered;
        devices::set_remembered(context, &user, &input.device_key, remembered)?;
        Ok(Output {})
    }
}
