//! `AdminListDevices`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::descriptions::device::DeviceList;
use super::subjects::device_owner;
use crate::core::Context;
use crate::operations::Operation;
use crate::operations::page::Page;

pub(super) struct AdminListDevices;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
    limit: Option<usize>,
    pagination_token: Option<String>,
}

impl Operation for AdminListDevices {
    const NAME: &'static str = "AdminListDevices";
    type Input = Input;
    type Output = DeviceList;

    fn run(input: Input, context: &Context<'_>) -> Result<DeviceList, ServiceError> {
        let user = device_owner::by_name(context, &input.user_pool_id, &input.username)?;
        let token = input.pagination_token.as_deref();
        DeviceList::of(
            context,
            &user,
            &Page::at_most(Self::NAME, input.limit, token),
        )
    }
}
