use aws_sdk_cognitoidentity::{Client, config};

use super::{IdentityPool, IdentityPoolId};
use crate::Error;
use crate::connection::{Connection, connection_setters};

/// How an identity pool is reached. Only its id is needed.
#[derive(Clone, Debug)]
#[must_use = "nothing is made before `build`"]
pub struct IdentityPoolBuilder {
    id: IdentityPoolId,
    role_arn: Option<String>,
    connection: Connection,
    sdk_client: Option<Client>,
}

impl IdentityPoolBuilder {
    pub(super) fn new(id: IdentityPoolId) -> Self {
        Self {
            id,
            role_arn: None,
            connection: Connection::default(),
            sdk_client: None,
        }
    }

    /// Asks for this role (`CustomRoleArn`), which must be one of the ID token's `cognito:roles`
    /// (protocol.md 8.3). Without it the identity pool chooses.
    pub fn role_arn(mut self, role_arn: Option<String>) -> Self {
        self.role_arn = role_arn;
        self
    }

    connection_setters!(Client);

    /// Makes the identity pool's client. Nothing is contacted and no file is read.
    pub fn build(mut self) -> Result<IdentityPool, Error> {
        let client = match self.sdk_client.take() {
            Some(client) => client,
            None => self.client()?,
        };
        Ok(IdentityPool {
            id: self.id,
            role_arn: self.role_arn,
            client,
        })
    }

    fn client(&self) -> Result<Client, Error> {
        let http = self.connection.http()?;
        let endpoint = self.connection.environment.identity_pool_endpoint();
        let config = self
            .connection
            .sdk_config(&http, self.id.region(), endpoint)?;
        // GetId and GetCredentialsForIdentity are unsigned (protocol.md 0): nobody needs AWS
        // credentials to get some.
        Ok(Client::from_conf(
            config::Builder::from(&config).allow_no_auth().build(),
        ))
    }
}
