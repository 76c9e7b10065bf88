//! `GetCallerIdentity`: who the credentials of a call belong to.

use poolgate_flow::ServiceError;

use super::{caller, xml};
use crate::caller::Caller;
use crate::core::Context;
use crate::error;
use crate::federation::{RoleArn, credentials};
use crate::model::RoleSession;
use crate::wire::Request;

struct Identity {
    arn: String,
    user_id: String,
    account: String,
}

pub(super) fn run(request: &Request<'_>, context: &Context<'_>) -> Result<String, ServiceError> {
    let identity = match caller(request, context)? {
        Caller::Account => Identity::account(&context.settings().account_id),
        Caller::Identity(credentials) => Identity::assumed_role(context, &credentials.session)?,
    };
    Ok([
        ("Arn", identity.arn),
        ("UserId", identity.user_id),
        ("Account", identity.account),
    ]
    .iter()
    .map(|(name, text)| xml::element(name, text))
    .collect())
}

impl Identity {
    /// The account's own user, who may do everything, as every stranger's access key may here.
    fn account(id: &str) -> Self {
        let arn = format!("arn:aws:iam::{id}:root");
        Self {
            arn,
            user_id: id.to_owned(),
            account: id.to_owned(),
        }
    }

    fn assumed_role(context: &Context<'_>, session: &RoleSession) -> Result<Self, ServiceError> {
        let role = RoleArn::parse(&session.role_arn)
            .ok_or_else(|| error::internal("credentials of something that is no role"))?;
        let role_id = credentials::role_id(context, &session.role_arn);
        Ok(Self {
            arn: role.assumed(&session.session_name),
            user_id: format!("{role_id}:{}", session.session_name),
            account: role.account_id.to_owned(),
        })
    }
}
