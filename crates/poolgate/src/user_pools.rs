//! All user pools of an account in one Region.

mod builder;

use std::time::SystemTime;

use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::types::{UserPoolDescriptionType, UserPoolType};
use poolgate_flow::{PoolId, Region};

pub use builder::UserPoolsBuilder;

use crate::error::{call_failed, not_a_name};
use crate::pages::{Page, Pages, Wanted};
use crate::service_clock::system_time;
use crate::{Administration, Error};

/// The service wants to be told how many, and gives at most these.
const PAGE: i32 = 60;

/// The user pools of an AWS account in one Region.
///
/// ```no_run
/// # async fn example(config: &aws_types::SdkConfig) -> Result<(), Box<dyn std::error::Error>> {
/// let pools = poolgate::UserPools::builder("eu-west-1".parse()?).sdk_config(config).build()?;
/// let pool = pools.create("people", |pool| pool.alias_attributes = None).await?;
/// let mut all = pools.list();
/// while let Some(pool) = all.next().await {
///     let pool = pool?;
///     println!("{} {}", pool.id, pool.name);
///     pools.administration(pool.id).update_user_pool(|pool| pool.user_pool_tags = None).await?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct UserPools {
    client: Client,
}

/// A user pool in a list.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct UserPoolSummary {
    /// Its id.
    pub id: PoolId,
    /// The name that people know it by.
    pub name: String,
    /// When it was created.
    pub created: Option<SystemTime>,
    /// When it was last changed.
    pub last_modified: Option<SystemTime>,
}

/// The members that a creation and an update of a pool have in common.
macro_rules! settings {
    ($call:expr, $pool:expr) => {
        $call
            .set_policies($pool.policies)
            .set_deletion_protection($pool.deletion_protection)
            .set_lambda_config($pool.lambda_config)
            .set_auto_verified_attributes($pool.auto_verified_attributes)
            .set_sms_verification_message($pool.sms_verification_message)
            .set_email_verification_message($pool.email_verification_message)
            .set_email_verification_subject($pool.email_verification_subject)
            .set_verification_message_template($pool.verification_message_template)
            .set_sms_authentication_message($pool.sms_authentication_message)
            .set_user_attribute_update_settings($pool.user_attribute_update_settings)
            .set_mfa_configuration($pool.mfa_configuration)
            .set_device_configuration($pool.device_configuration)
            .set_email_configuration($pool.email_configuration)
            .set_sms_configuration($pool.sms_configuration)
            .set_user_pool_tags($pool.user_pool_tags)
            .set_admin_create_user_config($pool.admin_create_user_config)
            .set_user_pool_add_ons($pool.user_pool_add_ons)
            .set_account_recovery_setting($pool.account_recovery_setting)
            .set_user_pool_tier($pool.user_pool_tier)
            .set_key_configuration($pool.key_configuration)
            .set_issuer_configuration($pool.issuer_configuration)
            .set_acr_configuration($pool.acr_configuration)
    };
}
pub(crate) use settings;

impl UserPools {
    /// Starts to describe how to reach the user pools of a Region, and with which credentials.
    pub fn builder(region: Region) -> UserPoolsBuilder {
        UserPoolsBuilder::new(region)
    }

    /// The SDK's client, for everything else.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// All of them (`ListUserPools`).
    pub fn list(&self) -> Pages<UserPoolSummary> {
        const OPERATION: &str = "ListUserPools";
        let client = self.client.clone();
        Pages::new(OPERATION, move |wanted: Wanted| {
            let call = client
                .list_user_pools()
                .max_results(wanted.size.unwrap_or(PAGE))
                .set_next_token(wanted.token);
            async move {
                let page = call.send().await.map_err(call_failed(OPERATION))?;
                let pools = page.user_pools.unwrap_or_default().into_iter();
                let pools = pools.map(|pool| UserPoolSummary::from_sdk(OPERATION, pool));
                Ok(Page {
                    items: pools.collect::<Result<_, _>>()?,
                    next_token: page.next_token,
                })
            }
        })
    }

    /// Creates a user pool (`CreateUserPool`). What `settings` leaves alone is as the service likes
    /// it. How users are named, and which of the attributes are required, cannot be changed later.
    pub async fn create(
        &self,
        name: &str,
        settings: impl FnOnce(&mut UserPoolType),
    ) -> Result<UserPoolType, Error> {
        let mut pool = UserPoolType::builder().build();
        settings(&mut pool);
        Box::pin(self.send_creation(name, pool)).await
    }

    async fn send_creation(&self, name: &str, pool: UserPoolType) -> Result<UserPoolType, Error> {
        const OPERATION: &str = "CreateUserPool";
        let call = self
            .client
            .create_user_pool()
            .pool_name(name)
            .set_schema(pool.schema_attributes)
            .set_alias_attributes(pool.alias_attributes)
            .set_username_attributes(pool.username_attributes)
            .set_username_configuration(pool.username_configuration);
        let output = settings!(call, pool)
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        output.user_pool.ok_or(Error::MissingMember {
            operation: OPERATION,
            member: "UserPool",
        })
    }

    /// One of them, to be administered over the same connections.
    #[must_use]
    pub fn administration(&self, id: PoolId) -> Administration {
        Administration::new(id, self.client.clone())
    }
}

impl UserPoolSummary {
    fn from_sdk(operation: &'static str, pool: UserPoolDescriptionType) -> Result<Self, Error> {
        let id = pool.id.unwrap_or_default();
        Ok(Self {
            id: id.parse().map_err(not_a_name(operation))?,
            name: pool.name.unwrap_or_default(),
            created: system_time(pool.creation_date),
            last_modified: system_time(pool.last_modified_date),
        })
    }
}
