//! `UpdateUserPoolDomain`.

use poolgate_flow::ServiceError;

use super::subjects::user_pool_domain::{self, Input, Output};
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::UserPoolDomain;
use crate::operations::Operation;

pub(super) struct UpdateUserPoolDomain;

impl Operation for UpdateUserPoolDomain {
    const NAME: &'static str = "UpdateUserPoolDomain";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let version = input.version(&pool)?;
        let domain = context.write(|transaction| {
            let state = transaction.state();
            let domain = user_pool_domain::require(state, &pool.id, &input.domain)?;
            let mut domain = UserPoolDomain::clone(&domain);
            match (&mut domain.custom, input.custom_domain_config) {
                (Some(custom), Some(changed)) => *custom = changed,
                (None, Some(_)) => {
                    // The service's text is not public.
                    return Err(invalid_parameter("A prefix domain has no certificate."));
                }
                (_, None) => {}
            }
            // What is left out stays (U): a domain without a certificate or pages is none.
            domain.managed_login_version = version.unwrap_or(domain.managed_login_version);
            domain.modified = context.now();
            Ok(transaction.put(domain))
        })?;
        Ok(Output::of(&domain))
    }
}
