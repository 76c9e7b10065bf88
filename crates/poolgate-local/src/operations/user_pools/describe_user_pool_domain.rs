//! `DescribeUserPoolDomain`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::model::{ManagedLoginVersion, Object, UserPoolDomain};
use crate::operations::Operation;
use crate::time::UnixTime;

pub(super) struct DescribeUserPoolDomain;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    domain: String,
}

/// Of an unknown domain the description is empty.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    domain_description: DomainDescription,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DomainDescription {
    #[serde(flatten)]
    known: Option<Known>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Known {
    user_pool_id: String,
    #[serde(rename = "AWSAccountId")]
    aws_account_id: String,
    domain: String,
    s3_bucket: String,
    cloud_front_distribution: String,
    version: String,
    status: &'static str,
    /// Empty for a prefix domain (U).
    custom_domain_config: Object,
    managed_login_version: ManagedLoginVersion,
}

impl Operation for DescribeUserPoolDomain {
    const NAME: &'static str = "DescribeUserPoolDomain";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let domain = context.read(|state| state.named::<UserPoolDomain>(&input.domain));
        let known = domain.map(|domain| describe(&domain, context));
        Ok(Output {
            domain_description: DomainDescription { known },
        })
    }
}

fn describe(domain: &UserPoolDomain, context: &Context<'_>) -> Known {
    Known {
        user_pool_id: domain.pool_id.clone(),
        aws_account_id: context.settings().account_id.clone(),
        domain: domain.domain.clone(),
        // The service names an airport of its Region, which nobody need know here.
        s3_bucket: format!("aws-cognito-prod-{}-assets", context.settings().region),
        cloud_front_distribution: domain.distribution.clone(),
        version: version(domain.modified),
        status: "ACTIVE",
        custom_domain_config: domain.custom.clone().unwrap_or_default(),
        managed_login_version: domain.managed_login_version,
    }
}

/// The digits of year, month, day, hour, minute and second of the last change (protocol.md 9.5).
fn version(modified: UnixTime) -> String {
    let timestamp = jiff::Timestamp::from_second(modified.seconds()).unwrap_or_default();
    timestamp.strftime("%Y%m%d%H%M%S").to_string()
}
