//! `ForgetDevice`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::subjects::device_owner;
use crate::core::Context;
use crate::error::missing_parameter;
use crate::operations::{Nothing, Operation};
use crate::users::devices;

pub(super) struct ForgetDevice;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    /// Optional in the service's model, which does not say whose device it would be without.
    access_token: Option<String>,
    device_key: String,
}

impl Operation for ForgetDevice {
    const NAME: &'static str = "ForgetDevice";
    type Input = Input;
    type Output = Nothing;

    fn run(input: Input, context: &Context<'_>) -> Result<Nothing, ServiceError> {
        let token = input
            .access_token
            .ok_or_else(|| missing_parameter("AccessToken"))?;
        let bearer = device_owner::by_token(context, &token)?;
        devices::forget(context, &bearer.user, &input.device_key)?;
        Ok(Nothing)
    }
}
