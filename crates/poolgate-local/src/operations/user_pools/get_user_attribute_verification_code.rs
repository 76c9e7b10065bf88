//! `GetUserAttributeVerificationCode`: a code for an address, also for one that waits for it.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::{CodePurpose, User};
use crate::operations::Operation;
use crate::state::State;
use crate::time::UnixTime;
use crate::tokens;
use crate::users::delivery::{Address, CodeDeliveryDetails};
use crate::users::{attribute_update, codes, directory};

pub(super) struct GetUserAttributeVerificationCode;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
    attribute_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    code_delivery_details: CodeDeliveryDetails,
}

impl Operation for GetUserAttributeVerificationCode {
    const NAME: &'static str = "GetUserAttributeVerificationCode";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let user = tokens::authorize(context, &input.access_token)?.user;
        context.write(|transaction| {
            let state = transaction.state();
            let user = directory::current(state, &user)?;
            let address = address(state, &user, &input.attribute_name, context.now())?;
            let code_delivery_details =
                attribute_update::send_code(context, transaction, &user, &address)?;
            Ok(Output {
                code_delivery_details,
            })
        })
    }
}

/// Where the code goes. The service's text for what has no address is not public.
fn address(
    state: &State,
    user: &User,
    attribute: &str,
    now: UnixTime,
) -> Result<Address, ServiceError> {
    let purpose = CodePurpose::verifying(attribute);
    let waiting = codes::destination(state, user, purpose, now);
    let mut aspiring = user.clone();
    if let Some(destination) = waiting {
        aspiring.attributes.set(attribute, &destination);
    }
    Address::in_attribute(&aspiring, attribute).ok_or_else(|| {
        invalid_parameter(format!("User has no {attribute} that could be verified."))
    })
}
