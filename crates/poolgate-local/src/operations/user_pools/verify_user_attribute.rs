//! `VerifyUserAttribute`: the code came back from the address.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::app_client;
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::CodePurpose;
use crate::operations::Operation;
use crate::tokens;
use crate::users::contact::set_verified;
use crate::users::lockout::Subject;
use crate::users::{codes, directory};

pub(super) struct VerifyUserAttribute;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
    attribute_name: String,
    code: String,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for VerifyUserAttribute {
    const NAME: &'static str = "VerifyUserAttribute";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let bearer = tokens::authorize(context, &input.access_token)?;
        let app = app_client(context, &bearer.family.client_id)?;
        let purpose = purpose(&input.attribute_name)?;
        let subject = Subject::of(&bearer.user);
        context.write(|transaction| {
            let redeemed = codes::redeem(context, transaction, subject, purpose, &input.code);
            let sent = match redeemed {
                Ok(sent) => sent,
                // It was counted.
                Err(refusal) => return Ok(Err(refusal)),
            };
            let user = directory::current(transaction.state(), &bearer.user)?;
            let address = (sent.attribute.as_str(), sent.destination.as_str());
            let user = set_verified(transaction, &app.pool, &user, address, context.now())?;
            transaction.put(user);
            Ok(Ok(Output {}))
        })?
    }
}

/// The service's text for attributes that have no code is not public.
fn purpose(attribute: &str) -> Result<CodePurpose, ServiceError> {
    match attribute {
        "email" | "phone_number" => Ok(CodePurpose::verifying(attribute)),
        _ => Err(invalid_parameter(format!(
            "The attribute {attribute} cannot be verified."
        ))),
    }
}
