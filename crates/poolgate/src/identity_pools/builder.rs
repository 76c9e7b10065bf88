use aws_sdk_cognitoidentity::Client;
use poolgate_flow::Region;

use super::IdentityPools;
use crate::Error;
use crate::connection::{Connection, connection_setters};
use crate::signing::{Credentials, credentials_setters};

/// How identity pools are reached by an administrator: their Region, and AWS credentials from one
/// of [`credentials`](Self::credentials), [`sdk_config`](Self::sdk_config) and
/// [`sdk_client`](Self::sdk_client), or, with the feature `aws-config`, `default_credentials`.
#[derive(Clone, Debug)]
#[must_use = "nothing is made before `build`"]
pub struct IdentityPoolsBuilder {
    home: Region,
    credentials: Credentials,
    connection: Connection,
    sdk_client: Option<Client>,
}

impl IdentityPoolsBuilder {
    pub(super) fn new(home: Region) -> Self {
        Self {
            home,
            credentials: Credentials::default(),
            connection: Connection::default(),
            sdk_client: None,
        }
    }

    credentials_setters!();
    connection_setters!(Client);

    /// Makes the client. Nothing is contacted, and no credentials are asked for yet.
    ///
    /// # Errors
    /// [`Error::NoAwsCredentials`] if nothing says where credentials come from.
    pub fn build(self) -> Result<IdentityPools, Error> {
        if let Some(client) = self.sdk_client {
            return Ok(IdentityPools { client });
        }
        let connection = &self.connection;
        let endpoint = connection.environment.identity_pool_endpoint();
        let config = self
            .credentials
            .sdk_config(connection, &self.home, endpoint)?;
        Ok(IdentityPools {
            client: Client::new(&config),
        })
    }
}
