//! The pool itself.

use aws_sdk_cognitoidentityprovider::types::{SchemaAttributeType, UserPoolType};

use super::Administration;
use crate::Error;
use crate::change::{changed, still_the_same};
use crate::error::call_failed;
use crate::user_pools::settings;

const UPDATE: &str = "UpdateUserPool";

impl Administration {
    /// All that the service knows of the pool (`DescribeUserPool`).
    pub async fn user_pool(&self) -> Result<UserPoolType, Error> {
        const OPERATION: &str = "DescribeUserPool";
        let output = self
            .client()
            .describe_user_pool()
            .user_pool_id(self.pool_id())
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        output.user_pool.ok_or(Error::MissingMember {
            operation: OPERATION,
            member: "UserPool",
        })
    }

    /// Changes the pool (`UpdateUserPool`); what `change` leaves alone stays. If it leaves
    /// everything alone, nothing is written.
    ///
    /// Settings that are younger than this library's SDK cannot be kept: it does not see them. The
    /// settings for second factors that `SetUserPoolMfaConfig` makes are not touched by the service.
    ///
    /// # Errors
    /// [`Error::ConcurrentChange`] if somebody else has changed it while `change` ran.
    pub async fn update_user_pool(
        &self,
        change: impl FnOnce(&mut UserPoolType),
    ) -> Result<(), Error> {
        let before = self.user_pool_without_count().await?;
        let Some(pool) = changed(&*before, change) else {
            return Ok(());
        };
        let now = self.user_pool_without_count().await?;
        still_the_same(UPDATE, self.pool_id(), &before, &now)?;
        Box::pin(self.write_user_pool(with_one_validity(pool))).await
    }

    async fn write_user_pool(&self, pool: UserPoolType) -> Result<(), Error> {
        let call = self
            .client()
            .update_user_pool()
            .user_pool_id(self.pool_id())
            .set_pool_name(pool.name);
        settings!(call, pool)
            .send()
            .await
            .map_err(call_failed(UPDATE))?;
        Ok(())
    }

    /// Users come and go: their number says nothing of a change to the pool.
    async fn user_pool_without_count(&self) -> Result<Box<UserPoolType>, Error> {
        let mut pool = Box::new(self.user_pool().await?);
        pool.estimated_number_of_users = 0;
        Ok(pool)
    }

    /// Lets users have more attributes, whose names then begin with `custom:`
    /// (`AddCustomAttributes`). They cannot be taken away again.
    pub async fn add_custom_attributes(
        &self,
        attributes: Vec<SchemaAttributeType>,
    ) -> Result<(), Error> {
        self.client()
            .add_custom_attributes()
            .user_pool_id(self.pool_id())
            .set_custom_attributes(Some(attributes))
            .send()
            .await
            .map_err(call_failed("AddCustomAttributes"))?;
        Ok(())
    }

    /// Deletes the pool with everything in it (`DeleteUserPool`); it must not be protected, and must
    /// have no domain.
    pub async fn delete_user_pool(&self) -> Result<(), Error> {
        self.client()
            .delete_user_pool()
            .user_pool_id(self.pool_id())
            .send()
            .await
            .map_err(call_failed("DeleteUserPool"))?;
        Ok(())
    }
}

/// A description has the life of a temporary password twice. AWS's reference says that
/// `UnusedAccountValidityDays` is no longer to be had once the password policy has
/// `TemporaryPasswordValidityDays`, so it does not go back; not in protocol.md (U).
fn with_one_validity(mut pool: UserPoolType) -> UserPoolType {
    let policies = pool.policies.as_ref();
    let policy = policies.and_then(|policies| policies.password_policy.as_ref());
    let is_in_policy = policy.is_some_and(|policy| policy.temporary_password_validity_days != 0);
    if let Some(config) = &mut pool.admin_create_user_config
        && is_in_policy
    {
        config.unused_account_validity_days = 0;
    }
    pool
}
