use aws_sdk_cognitoidentityprovider::Client;
use poolgate_flow::Region;

use super::UserPools;
use crate::Error;
use crate::connection::{Connection, connection_setters};
use crate::signing::{Credentials, credentials_setters};

/// How the user pools of an account are reached: their Region, and AWS credentials from one of
/// [`credentials`](Self::credentials), [`sdk_config`](Self::sdk_config) and
/// [`sdk_client`](Self::sdk_client), or, with the feature `aws-config`, `default_credentials`.
#[derive(Clone, Debug)]
#[must_use = "nothing is made before `build`"]
pub struct UserPoolsBuilder {
    home: Region,
    credentials: Credentials,
    connection: Connection,
    sdk_client: Option<Client>,
}

impl UserPoolsBuilder {
    pub(super) fn new(region: Region) -> Self {
        Self {
            home: region,
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
    pub fn build(self) -> Result<UserPools, Error> {
        let client = match self.sdk_client {
            Some(client) => client,
            None => self.credentials.client(&self.connection, &self.home)?,
        };
        Ok(UserPools { client })
    }
}
