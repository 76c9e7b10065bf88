//! `ListDevices`.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use super::descriptions::device::DeviceList;
use super::subjects::device_owner;
use crate::core::Context;
use crate::operations::Operation;
use crate::operations::page::Page;

pub(super) struct ListDevices;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
    limit: Option<usize>,
    pagination_token: Option<String>,
}

impl Operation for ListDevices {
    const NAME: &'static str = "ListDevices";
    type Input = Input;
    type Output = DeviceList;

    fn run(input: Input, context: &Context<'_>) -> Result<DeviceList, ServiceError> {
        let user = device_owner::by_token(context, &input.access_token)?.user;
        let token = input.pagination_token.as_deref();
        DeviceList::of(
            context,
            &user,
            &Page::at_most(Self::NAME, input.limit, token),
        )
    }
}
