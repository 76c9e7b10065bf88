//! What administrators do with a user pool: its users, its groups, and the pool itself.

mod app_clients;
mod builder;
mod client_secrets;
mod create_user;
mod domains;
mod group_members;
mod groups;
mod identity_provider_settings;
mod identity_providers;
mod list_users;
mod passwords;
mod pool;
mod resource_servers;
mod tags;
mod user;
mod user_devices;
mod user_filter;
mod users;

use std::sync::Arc;

use aws_sdk_cognitoidentityprovider::Client;
use poolgate_flow::PoolId;

pub use app_clients::AppClientSummary;
pub use builder::AdministrationBuilder;
pub use client_secrets::AppClientSecret;
pub use create_user::CreateUser;
pub use domains::{Domain, DomainSettings};
pub use groups::{Group, GroupSettings};
pub use identity_provider_settings::IdentityProviderSettings;
pub use identity_providers::{IdentityProvider, IdentityProviderSummary};
pub use resource_servers::{ResourceServer, ResourceServerSettings};
pub use user::User;
pub use user_filter::{SearchableAttribute, UserFilter};

/// A user pool as its administrators see it. Calls are signed with AWS credentials, which are the
/// administrator's own; the user that an operation is about is always the one that is named.
///
/// ```no_run
/// # async fn example(config: &aws_types::SdkConfig) -> Result<(), Box<dyn std::error::Error>> {
/// use poolgate::{Administration, Attributes, DeliveryMedium, Username};
///
/// let administration = Administration::builder("eu-west-1_AbCdEf123".parse()?)
///     .sdk_config(config)
///     .build()?;
/// let ana = Username::new("ana")?;
/// let attributes = Attributes::new().with("email", "ana@example.com").with("email_verified", true);
/// administration
///     .create_user(ana.clone())
///     .attributes(attributes)
///     .deliver_by([DeliveryMedium::Email])
///     .send()
///     .await?;
/// administration.add_to_group(&ana, "editors").await?;
/// # Ok(())
/// # }
/// ```
///
/// To sign a user in on the user's behalf, there is
/// [`SignIn::as_administrator`](crate::SignIn::as_administrator), at a user pool whose
/// [`sdk_client`](crate::UserPoolBuilder::sdk_client) is this one's [`client`](Self::client).
///
/// Clones share connections and credentials.
#[derive(Clone, Debug)]
pub struct Administration {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    pool_id: PoolId,
    client: Client,
}

impl Administration {
    /// Starts to describe how to reach a user pool, and with which credentials.
    pub fn builder(pool_id: PoolId) -> AdministrationBuilder {
        AdministrationBuilder::new(pool_id)
    }

    /// The pool's id.
    #[must_use]
    pub fn id(&self) -> &PoolId {
        &self.inner.pool_id
    }

    /// The SDK's client, for everything else that administrators can do.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.inner.client
    }

    pub(crate) fn new(pool_id: PoolId, client: Client) -> Self {
        Self {
            inner: Arc::new(Inner { pool_id, client }),
        }
    }

    /// The pool's id, as the calls carry it.
    fn pool_id(&self) -> &str {
        self.id().as_str()
    }
}
