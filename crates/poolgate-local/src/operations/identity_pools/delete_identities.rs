//! `DeleteIdentities`: up to sixty at once (protocol.md 8.5).

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::model::Identity;
use crate::operations::Operation;
use crate::state::Entity;

pub(super) struct DeleteIdentities;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    identity_ids_to_delete: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    unprocessed_identity_ids: Vec<Unprocessed>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Unprocessed {
    identity_id: String,
    error_code: &'static str,
}

impl Operation for DeleteIdentities {
    const NAME: &'static str = "DeleteIdentities";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let unknown = context.write(|transaction| {
            let mut unknown = Vec::new();
            for id in input.identity_ids_to_delete {
                match transaction.state().named::<Identity>(&id) {
                    Some(identity) => transaction.delete::<Identity>(&identity.key()),
                    None => unknown.push(id),
                }
            }
            Ok(unknown)
        })?;
        let unprocessed = unknown.into_iter().map(Unprocessed::unknown);
        Ok(Output {
            unprocessed_identity_ids: unprocessed.collect(),
        })
    }
}

impl Unprocessed {
    /// Of the two codes there are, the one for what is not the caller's; that an unknown identity
    /// gets it was never recorded (U).
    fn unknown(identity_id: String) -> Self {
        Self {
            identity_id,
            error_code: "AccessDenied",
        }
    }
}
