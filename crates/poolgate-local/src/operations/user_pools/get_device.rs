//! `GetDevice`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::device::DeviceDescription;
use super::subjects::device_owner;
use crate::core::Context;
use crate::error::missing_parameter;
use crate::operations::Operation;
use crate::users::devices;

pub(super) struct GetDevice;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    /// Optional in the service's model, which does not say whose device it would be without.
    access_token: Option<String>,
    device_key: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    device: DeviceDescription,
}

impl Operation for GetDevice {
    const NAME: &'static str = "GetDevice";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let token = input
            .access_token
            .ok_or_else(|| missing_parameter("AccessToken"))?;
        let user = device_owner::by_token(context, &token)?.user;
        let device = context.read(|state| devices::require(state, &user, &input.device_key))?;
        Ok(Output {
            device: DeviceDescription::of(context, &user, &device),
        })
    }
}
