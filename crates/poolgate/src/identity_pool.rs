mod builder;
mod id;
mod login;

use std::time::SystemTime;

use aws_sdk_cognitoidentity::Client;
use tracing::Dispatch;
use tracing::instrument::WithSubscriber as _;

pub use builder::IdentityPoolBuilder;
pub use id::IdentityPoolId;
pub use login::Login;

use crate::error::call_failed;
use crate::{AwsCredentials, Error};

/// An identity pool: gives AWS credentials for a user's tokens.
///
/// ```no_run
/// # async fn example(session: poolgate::Session) -> Result<(), Box<dyn std::error::Error>> {
/// use poolgate::{IdentityPool, Login};
///
/// let identity_pool = IdentityPool::builder("eu-west-1:a-b-c".parse()?).build()?;
/// let tokens = session.fresh_tokens().await?;
/// let login = Login::of(&tokens);
/// let credentials = identity_pool.credentials(&login).await?;
/// println!("{} until {:?}", credentials.identity_id(), credentials.expires_at());
/// # Ok(())
/// # }
/// ```
///
/// [`SessionCredentials`](crate::SessionCredentials) does this for an AWS SDK client, and again
/// whenever the credentials run out.
#[derive(Clone, Debug)]
pub struct IdentityPool {
    id: IdentityPoolId,
    role_arn: Option<String>,
    client: Client,
}

impl IdentityPool {
    /// Starts to describe how to reach an identity pool.
    pub fn builder(id: IdentityPoolId) -> IdentityPoolBuilder {
        IdentityPoolBuilder::new(id)
    }

    /// The identity pool's id.
    #[must_use]
    pub fn id(&self) -> &IdentityPoolId {
        &self.id
    }

    /// The role that is asked for, if the choice is not left to the identity pool.
    #[must_use]
    pub fn role_arn(&self) -> Option<&str> {
        self.role_arn.as_deref()
    }

    /// The SDK's client, for everything else that identity pools can do.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The user's identity (`GetId`), `<region>:<uuid>`. It never changes: worth keeping.
    pub async fn identity_id(&self, login: &Login) -> Result<String, Error> {
        const OPERATION: &str = "GetId";
        self.client
            .get_id()
            .identity_pool_id(self.id.as_str())
            .logins(login.provider(), login.token().expose())
            .send()
            .await
            .map_err(call_failed(OPERATION))?
            .identity_id
            .ok_or(Error::MissingMember {
                operation: OPERATION,
                member: "IdentityId",
            })
    }

    /// Credentials of an identity (`GetCredentialsForIdentity`).
    ///
    /// They name the identity that they are for: another one than was asked for, if the two have
    /// been merged (protocol.md 8.5).
    pub async fn credentials_for_identity(
        &self,
        identity_id: &str,
        login: &Login,
    ) -> Result<AwsCredentials, Error> {
        const OPERATION: &str = "GetCredentialsForIdentity";
        let output = self
            .client
            .get_credentials_for_identity()
            .identity_id(identity_id)
            .logins(login.provider(), login.token().expose())
            .set_custom_role_arn(self.role_arn.clone())
            .send()
            // At trace level the SDK logs this reply with the session token, which the service's
            // model does not mark as sensitive.
            .with_subscriber(Dispatch::none())
            .await
            .map_err(call_failed(OPERATION))?;

        let missing = |member| Error::MissingMember {
            operation: OPERATION,
            member,
        };
        let credentials = output.credentials.ok_or_else(|| missing("Credentials"))?;
        let expiration = credentials
            .expiration
            .ok_or_else(|| missing("Expiration"))?;
        Ok(AwsCredentials {
            identity_id: output.identity_id.unwrap_or_else(|| identity_id.to_owned()),
            access_key_id: credentials
                .access_key_id
                .ok_or_else(|| missing("AccessKeyId"))?,
            secret_access_key: credentials
                .secret_key
                .ok_or_else(|| missing("SecretKey"))?
                .into(),
            session_token: credentials
                .session_token
                .ok_or_else(|| missing("SessionToken"))?
                .into(),
            expires_at: SystemTime::try_from(expiration).map_err(|_| Error::UnusableExpiry)?,
        })
    }

    /// Credentials of the user: both calls, one after the other (the enhanced flow).
    pub async fn credentials(&self, login: &Login) -> Result<AwsCredentials, Error> {
        let identity_id = self.identity_id(login).await?;
        self.credentials_for_identity(&identity_id, login).await
    }
}
