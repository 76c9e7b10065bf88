//! `GetCSVHeader`: the columns of a file that users are imported from.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::operations::Operation;

pub(super) struct GetCsvHeader;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    user_pool_id: String,
    #[serde(rename = "CSVHeader")]
    csv_header: Vec<String>,
}

impl Operation for GetCsvHeader {
    const NAME: &'static str = "GetCSVHeader";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        // The pool gives every user a `sub` of its own, and shows nobody what is a developer's.
        let importable = |name: &&str| *name != "sub" && !name.starts_with("dev:");
        let attributes = pool.schema.iter().map(|attribute| attribute.name.as_str());
        let csv_header = attributes
            .filter(importable)
            .chain(["cognito:mfa_enabled", "cognito:username"])
            .map(ToOwned::to_owned)
            .collect();
        Ok(Output {
            user_pool_id: pool.id.clone(),
            csv_header,
        })
    }
}
