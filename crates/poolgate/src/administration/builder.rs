use aws_sdk_cognitoidentityprovider::Client;
use poolgate_flow::PoolId;

use super::Administration;
use crate::Error;
use crate::connection::{Connection, connection_setters};
use crate::signing::{Credentials, credentials_setters};

/// How a user pool is reached by an administrator: its id, and AWS credentials from one of
/// [`credentials`](Self::credentials), [`sdk_config`](Self::sdk_config) and
/// [`sdk_client`](Self::sdk_client), or, with the feature `aws-config`, `default_credentials`.
#[derive(Clone, Debug)]
#[must_use = "nothing is made before `build`"]
pub struct AdministrationBuilder {
    pool_id: PoolId,
    credentials: Credentials,
    connection: Connection,
    sdk_client: Option<Client>,
}

impl AdministrationBuilder {
    pub(super) fn new(pool_id: PoolId) -> Self {
        Self {
            pool_id,
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
    pub fn build(self) -> Result<Administration, Error> {
        let client = if let Some(client) = self.sdk_client {
            client
        } else {
            let home = self.pool_id.home_region()?;
            self.credentials.client(&self.connection, &home)?
        };
        Ok(Administration::new(self.pool_id, client))
    }
}
