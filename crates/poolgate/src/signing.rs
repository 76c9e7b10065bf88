//! Clients whose calls are signed with AWS credentials.

use std::sync::Arc;

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_cognitoidentityprovider::Client;
use aws_types::SdkConfig;
use poolgate_flow::Region;

use crate::Error;
use crate::connection::Connection;
#[cfg(feature = "aws-config")]
use crate::default_chain::DefaultChain;
use crate::http::HttpSettings;

/// Where credentials come from, if not from the `SdkConfig`.
#[derive(Clone, Debug, Default)]
pub(crate) enum Credentials {
    #[default]
    OfSdkConfig,
    #[cfg(feature = "aws-config")]
    DefaultChain,
    Given(SharedCredentialsProvider),
}

impl Credentials {
    /// A client of user pools that signs with them.
    pub(crate) fn client(self, connection: &Connection, home: &Region) -> Result<Client, Error> {
        let endpoint = connection.environment.user_pool_endpoint();
        Ok(Client::new(&self.sdk_config(connection, home, endpoint)?))
    }

    /// The configuration of clients that sign with them.
    pub(crate) fn sdk_config(
        self,
        connection: &Connection,
        home: &Region,
        endpoint: Option<&str>,
    ) -> Result<SdkConfig, Error> {
        let http = connection.http()?;
        let config = connection.sdk_config(&http, home, endpoint)?;
        let provider = self.provider(&config, &http).ok_or_else(|| {
            let reason = "the builder was given none".to_owned();
            Error::NoAwsCredentials { reason }
        })?;
        Ok(config.to_builder().credentials_provider(provider).build())
    }

    #[cfg_attr(
        not(feature = "aws-config"),
        expect(
            unused_variables,
            reason = "the default chain alone makes calls of its own"
        )
    )]
    fn provider(
        self,
        config: &SdkConfig,
        http: &Arc<HttpSettings>,
    ) -> Option<SharedCredentialsProvider> {
        match self {
            Self::OfSdkConfig => config.credentials_provider(),
            #[cfg(feature = "aws-config")]
            Self::DefaultChain => {
                let chain = DefaultChain::new(config.region().cloned(), Arc::clone(http));
                Some(SharedCredentialsProvider::new(chain))
            }
            Self::Given(provider) => Some(provider),
        }
    }
}

/// Defines the methods by which a builder is told its [`Credentials`].
macro_rules! credentials_setters {
    () => {
        /// Signs with these AWS credentials, whatever the `SdkConfig` has:
        /// [`IdentityCredentials`](crate::IdentityCredentials) of a signed-in user, or any other
        /// provider.
        pub fn credentials(
            mut self,
            provider: impl aws_credential_types::provider::ProvideCredentials + 'static,
        ) -> Self {
            let provider = aws_credential_types::provider::SharedCredentialsProvider::new(provider);
            self.credentials = crate::signing::Credentials::Given(provider);
            self
        }

        /// Signs with the AWS credentials that the AWS tools would find: environment, shared files
        /// with their profiles, SSO, processes, and the roles of containers and machines. They are
        /// looked for when a call first needs some. Proxies and certificates are those of this
        /// builder.
        #[cfg(feature = "aws-config")]
        pub fn default_credentials(mut self) -> Self {
            self.credentials = crate::signing::Credentials::DefaultChain;
            self
        }
    };
}
pub(crate) use credentials_setters;
