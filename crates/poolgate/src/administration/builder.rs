use std::sync::Arc;

use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sdk_cognitoidentityprovider::{Client, config};
use aws_types::SdkConfig;
use poolgate_flow::PoolId;

use super::Administration;
#[cfg(feature = "aws-config")]
use super::default_chain::DefaultChain;
use crate::Error;
use crate::connection::{Connection, connection_setters};
use crate::http::HttpSettings;

/// How a user pool is reached by an administrator: its id, and AWS credentials from one of
/// [`credentials`](Self::credentials), [`sdk_config`](Self::sdk_config) and
/// [`sdk_client`](Self::sdk_client), or, with the feature `aws-config`, `default_credentials`.
#[derive(Clone, Debug)]
#[must_use = "nothing is made before `build`"]
pub struct AdministrationBuilder {
    pool_id: PoolId,
    credentials: Option<SharedCredentialsProvider>,
    #[cfg(feature = "aws-config")]
    default_credentials: bool,
    connection: Connection,
    sdk_client: Option<Client>,
}

impl AdministrationBuilder {
    pub(super) fn new(pool_id: PoolId) -> Self {
        Self {
            pool_id,
            credentials: None,
            #[cfg(feature = "aws-config")]
            default_credentials: false,
            connection: Connection::default(),
            sdk_client: None,
        }
    }

    /// Signs with these AWS credentials, whatever the `SdkConfig` has:
    /// [`SessionCredentials`](crate::SessionCredentials) of a signed-in user, or any other
    /// provider.
    pub fn credentials(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.credentials = Some(SharedCredentialsProvider::new(provider));
        self
    }

    /// Signs with the AWS credentials that the AWS tools would find: environment, shared files with
    /// their profiles, SSO, processes, and the roles of containers and machines. They are looked
    /// for when a call first needs some. Proxies and certificates are those of this builder.
    #[cfg(feature = "aws-config")]
    pub fn default_credentials(mut self) -> Self {
        self.default_credentials = true;
        self
    }

    connection_setters!(Client);

    /// Makes the client. Nothing is contacted, and no credentials are asked for yet.
    ///
    /// # Errors
    /// [`Error::NoAwsCredentials`] if nothing says where credentials come from.
    pub fn build(mut self) -> Result<Administration, Error> {
        let client = match self.sdk_client.take() {
            Some(client) => client,
            None => self.client()?,
        };
        Ok(Administration::new(self.pool_id, client))
    }

    fn client(&self) -> Result<Client, Error> {
        let home = self.pool_id.home_region()?;
        let http = self.connection.http()?;
        let endpoint = self.connection.environment.user_pool_endpoint();
        let config = self.connection.sdk_config(&http, &home, endpoint)?;
        let provider = self.credentials_provider(&config, &http).ok_or_else(|| {
            let reason = "the builder was given none".to_owned();
            Error::NoAwsCredentials { reason }
        })?;
        let config = config::Builder::from(&config).credentials_provider(provider);
        Ok(Client::from_conf(config.build()))
    }

    /// What was named outranks the `SdkConfig`.
    #[cfg_attr(
        not(feature = "aws-config"),
        expect(
            unused_variables,
            reason = "the default chain alone makes calls of its own"
        )
    )]
    fn credentials_provider(
        &self,
        config: &SdkConfig,
        http: &Arc<HttpSettings>,
    ) -> Option<SharedCredentialsProvider> {
        if let Some(given) = &self.credentials {
            return Some(given.clone());
        }
        #[cfg(feature = "aws-config")]
        if self.default_credentials {
            let chain = DefaultChain::new(config.region().cloned(), Arc::clone(http));
            return Some(SharedCredentialsProvider::new(chain));
        }
        config.credentials_provider()
    }
}
