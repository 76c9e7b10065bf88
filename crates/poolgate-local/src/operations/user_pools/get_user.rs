//! `GetUser`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::descriptions::MfaDescription;
use crate::core::Context;
use crate::error::client_not_found;
use crate::model::{Attribute, UserPoolClient};
use crate::operations::Operation;
use crate::tokens;

pub(super) struct GetUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    username: String,
    user_attributes: Vec<Attribute>,
    #[serde(flatten)]
    mfa: MfaDescription,
}

impl Operation for GetUser {
    const NAME: &'static str = "GetUser";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let bearer = tokens::authorize(context, &input.access_token)?;
        let client_id = &bearer.family.client_id;
        let client = context
            .read(|state| state.named::<UserPoolClient>(client_id))
            .ok_or_else(|| client_not_found(client_id))?;
        let readable = |attribute: &Attribute| {
            matches!(attribute.name.as_str(), "sub" | "identities")
                || client.may_read(&attribute.name)
        };
        Ok(Output {
            username: bearer.user.username.clone(),
            user_attributes: bearer
                .user
                .described_attributes()
                .filter(readable)
                .collect(),
            mfa: MfaDescription::of(&bearer.user),
        })
    }
}
