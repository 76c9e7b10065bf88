//! Who somebody is to AWS.

use poolgate_flow::ServiceError;

use crate::core::Context;
use crate::error;
use crate::federation::{RoleArn, credentials};
use crate::model::RoleSession;

/// The names of whoever signed a call, or was given a session.
pub(super) struct Actor {
    pub(super) arn: String,
    pub(super) id: String,
    pub(super) account_id: String,
}

impl Actor {
    /// The account's own user, who may do everything, as every stranger's access key may here.
    pub(super) fn account(context: &Context<'_>) -> Self {
        let id = &context.settings().account_id;
        Self {
            arn: root(id),
            id: id.clone(),
            account_id: id.clone(),
        }
    }

    /// Somebody in a session of a role, whose id is the role's with the session's name.
    pub(super) fn session(
        context: &Context<'_>,
        session: &RoleSession,
    ) -> Result<Self, ServiceError> {
        let role = RoleArn::parse(&session.role_arn)
            .ok_or_else(|| error::internal("credentials of something that is no role"))?;
        let role_id = credentials::role_id(context, &session.role_arn);
        Ok(Self {
            arn: role.assumed(&session.session_name),
            id: format!("{role_id}:{}", session.session_name),
            account_id: role.account_id.to_owned(),
        })
    }
}

/// The account as a principal.
pub(super) fn root(account_id: &str) -> String {
    format!("arn:aws:iam::{account_id}:root")
}
