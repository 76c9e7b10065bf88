mod builder;
mod classic;
mod flow;
mod id;
mod login;
mod logins;
mod open_id_token;
mod role;

use std::time::{Duration, SystemTime};

use aws_sdk_cognitoidentity::Client;
use aws_sdk_cognitoidentity::types::Credentials;
use aws_smithy_async::time::SharedTimeSource;
use tracing::Dispatch;
use tracing::instrument::WithSubscriber as _;

pub use builder::IdentityPoolBuilder;
pub use flow::{ClassicFlow, CredentialFlow};
pub use id::IdentityPoolId;
pub use login::Login;
pub use logins::Logins;
pub use open_id_token::OpenIdToken;
pub use role::Role;

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
/// let credentials = identity_pool.credentials(&Login::of(&tokens).into()).await?;
/// println!("{} until {:?}", credentials.identity_id(), credentials.expires_at());
/// # Ok(())
/// # }
/// ```
///
/// [`IdentityCredentials`](crate::IdentityCredentials) does this for an AWS SDK client, and again
/// whenever the credentials run out.
#[derive(Clone, Debug)]
pub struct IdentityPool {
    id: IdentityPoolId,
    role: Role,
    flow: CredentialFlow,
    client: Client,
    sts: aws_sdk_sts::Client,
    time: SharedTimeSource,
    lock_wait: Duration,
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

    /// The role that credentials are asked for in.
    #[must_use]
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// The same identity pool, asked for another role.
    #[must_use]
    pub fn with_role(&self, role: Role) -> Self {
        Self {
            role,
            ..self.clone()
        }
    }

    /// How credentials are had.
    #[must_use]
    pub fn flow(&self) -> &CredentialFlow {
        &self.flow
    }

    /// The SDK's client, for everything else that identity pools can do.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The user's identity (`GetId`), `<region>:<uuid>`. It never changes: worth keeping.
    pub async fn identity_id(&self, logins: &Logins) -> Result<String, Error> {
        const OPERATION: &str = "GetId";
        if let Some(identity_id) = logins.identity_id() {
            return Ok(identity_id.to_owned());
        }
        self.client
            .get_id()
            .identity_pool_id(self.id.as_str())
            .set_logins(logins.to_map())
            .send()
            .await
            .map_err(call_failed(OPERATION))?
            .identity_id
            .ok_or(Error::MissingMember {
                operation: OPERATION,
                member: "IdentityId",
            })
    }

    /// Credentials of the user: the identity, and then its credentials.
    pub async fn credentials(&self, logins: &Logins) -> Result<AwsCredentials, Error> {
        // A role that cannot be had is an error before anything is asked.
        self.role.asked(logins)?;
        let identity_id = self.identity_id(logins).await?;
        self.credentials_for_identity(&identity_id, logins).await
    }

    /// Credentials of an identity.
    ///
    /// They name the identity that they are for: another one than was asked for, if the two have
    /// been merged (protocol.md 8.5).
    ///
    /// # Errors
    ///
    /// [`Error::RoleNotSingled`], if not exactly one of the user's roles has the suffix, and
    /// [`Error::NoRole`], if STS is to be asked and no role is known; both before any call.
    pub async fn credentials_for_identity(
        &self,
        identity_id: &str,
        logins: &Logins,
    ) -> Result<AwsCredentials, Error> {
        match &self.flow {
            CredentialFlow::Enhanced => self.enhanced(identity_id, logins).await,
            CredentialFlow::Classic(flow) => {
                classic::credentials(self, flow, identity_id, logins).await
            }
        }
    }

    /// An OpenID token of an identity (`GetOpenIdToken`), good for 10 minutes: what STS takes in
    /// the classic flow.
    pub async fn open_id_token(
        &self,
        identity_id: &str,
        logins: &Logins,
    ) -> Result<OpenIdToken, Error> {
        const OPERATION: &str = "GetOpenIdToken";
        let output = self
            .client
            .get_open_id_token()
            .identity_id(identity_id)
            .set_logins(logins.to_map())
            .send()
            .with_subscriber(Dispatch::none())
            .await
            .map_err(call_failed(OPERATION))?;
        let token = output.token.ok_or(Error::MissingMember {
            operation: OPERATION,
            member: "Token",
        })?;
        let identity_id = output.identity_id.unwrap_or_else(|| identity_id.to_owned());
        Ok(OpenIdToken::new(identity_id, token))
    }

    /// Takes logins of these providers from an identity (`UnlinkIdentity`). Without its last one
    /// the identity is lost: the same user gets another later on.
    pub async fn unlink(
        &self,
        identity_id: &str,
        logins: &Logins,
        providers: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<(), Error> {
        let providers = providers.into_iter().map(Into::into).collect();
        self.client
            .unlink_identity()
            .identity_id(identity_id)
            .set_logins(Some(logins.to_map().unwrap_or_default()))
            .set_logins_to_remove(Some(providers))
            .send()
            .await
            .map_err(call_failed("UnlinkIdentity"))?;
        Ok(())
    }

    async fn enhanced(&self, identity_id: &str, logins: &Logins) -> Result<AwsCredentials, Error> {
        const OPERATION: &str = "GetCredentialsForIdentity";
        let output = self
            .client
            .get_credentials_for_identity()
            .identity_id(identity_id)
            .set_logins(logins.to_map())
            .set_custom_role_arn(self.role.asked(logins)?)
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
        let identity_id = output.identity_id.unwrap_or_else(|| identity_id.to_owned());
        let credentials = output.credentials.ok_or_else(|| missing("Credentials"))?;
        complete(identity_id, credentials, missing)
    }

    /// The time by this machine's clock, or by what stands in for it.
    pub(crate) fn now(&self) -> SystemTime {
        self.time.now()
    }

    /// How long another process's lock is waited for.
    pub(crate) fn lock_wait(&self) -> Duration {
        self.lock_wait
    }
}

/// The credentials with all that they need; `missing` says what was not there.
fn complete(
    identity_id: String,
    given: Credentials,
    missing: impl Fn(&'static str) -> Error,
) -> Result<AwsCredentials, Error> {
    let expiration = given.expiration.ok_or_else(|| missing("Expiration"))?;
    Ok(AwsCredentials {
        identity_id,
        access_key_id: given.access_key_id.ok_or_else(|| missing("AccessKeyId"))?,
        secret_access_key: given.secret_key.ok_or_else(|| missing("SecretKey"))?.into(),
        session_token: given
            .session_token
            .ok_or_else(|| missing("SessionToken"))?
            .into(),
        expires_at: SystemTime::try_from(expiration).map_err(|_| Error::UnusableExpiry)?,
    })
}
