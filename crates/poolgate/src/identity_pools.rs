//! What administrators do with identity pools and the identities in them.

mod builder;
mod developer_identities;
mod identities;
mod pools;
mod principal_tags;
mod roles;
mod settings;
mod tags;

use aws_sdk_cognitoidentity::Client;

pub use builder::IdentityPoolsBuilder;
pub use developer_identities::DeveloperToken;
pub use identities::{Identity, UndeletedIdentity};
pub use pools::{IdentityPoolDescription, IdentityPoolSummary};
pub use principal_tags::PrincipalTags;
pub use roles::IdentityPoolRoles;
pub use settings::IdentityPoolSettings;

/// The identity pools of an account and Region, as their administrators see them. Calls are signed
/// with AWS credentials, which are the administrator's own.
///
/// ```no_run
/// # async fn example(config: &aws_types::SdkConfig) -> Result<(), Box<dyn std::error::Error>> {
/// use poolgate::IdentityPools;
///
/// let pools = IdentityPools::builder("eu-west-1".parse()?).sdk_config(config).build()?;
/// let pool = pools.create("photos", |settings| settings.allow_unauthenticated = true).await?;
/// let unauthenticated = "arn:aws:iam::123456789012:role/visitor";
/// pools
///     .update_roles(&pool.id, |roles| {
///         roles.roles.insert("unauthenticated".to_owned(), unauthenticated.to_owned());
///     })
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// What a user does with an identity of their own is [`IdentityPool`](crate::IdentityPool).
/// Clones share connections and credentials.
#[derive(Clone, Debug)]
pub struct IdentityPools {
    client: Client,
}

impl IdentityPools {
    /// Starts to describe in which Region they are, and with which credentials they are reached.
    pub fn builder(region: poolgate_flow::Region) -> IdentityPoolsBuilder {
        IdentityPoolsBuilder::new(region)
    }

    /// The SDK's client.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }
}
