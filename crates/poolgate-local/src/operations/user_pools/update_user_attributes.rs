//! `UpdateUserAttributes`: users change their own.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::app_client;
use crate::core::Context;
use crate::model::Attribute;
use crate::operations::Operation;
use crate::tokens;
use crate::users::attribute_update;
use crate::users::attributes::check_writable;
use crate::users::delivery::CodeDeliveryDetails;

pub(super) struct UpdateUserAttributes;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
    user_attributes: Vec<Attribute>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    code_delivery_details_list: Vec<CodeDeliveryDetails>,
}

impl Operation for UpdateUserAttributes {
    const NAME: &'static str = "UpdateUserAttributes";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let bearer = tokens::authorize(context, &input.access_token)?;
        let app = app_client(context, &bearer.family.client_id)?;
        let changes = input.user_attributes;
        let names = changes.iter().map(|change| change.name.as_str());
        check_writable(&app.client, names)?;
        let code_delivery_details_list = context.write(|transaction| {
            let user = &bearer.user;
            attribute_update::apply_own(context, transaction, &app.pool, user, changes)
        })?;
        Ok(Output {
            code_delivery_details_list,
        })
    }
}
