use aws_sdk_cognitoidentity::{Client, config};

use super::{CredentialFlow, IdentityPool, IdentityPoolId, Role};
use crate::Error;
use crate::connection::{Connection, connection_setters};

/// How an identity pool is reached, and what is asked of it. Only its id is needed.
#[derive(Clone, Debug)]
#[must_use = "nothing is made before `build`"]
pub struct IdentityPoolBuilder {
    id: IdentityPoolId,
    role: Role,
    flow: CredentialFlow,
    sts_endpoint_url: Option<String>,
    connection: Connection,
    sdk_client: Option<Client>,
}

impl IdentityPoolBuilder {
    pub(super) fn new(id: IdentityPoolId) -> Self {
        Self {
            id,
            role: Role::default(),
            flow: CredentialFlow::default(),
            sts_endpoint_url: None,
            connection: Connection::default(),
            sdk_client: None,
        }
    }

    /// Asks for credentials in this role. Without it the identity pool chooses.
    pub fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// Asks for credentials by this flow. Without it, by the enhanced flow.
    pub fn flow(mut self, flow: CredentialFlow) -> Self {
        self.flow = flow;
        self
    }

    /// Where STS is, if not at AWS: the classic flow asks it. It wins over the environment's.
    pub fn sts_endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.sts_endpoint_url = Some(url.into());
        self
    }

    connection_setters!(Client);

    /// Makes the identity pool's client. Nothing is contacted and no file is read.
    pub fn build(mut self) -> Result<IdentityPool, Error> {
        let http = self.connection.http()?;
        let environment = &self.connection.environment;
        let endpoint = environment.identity_pool_endpoint();
        let home = self.id.region();
        let config = self.connection.sdk_config(&http, home, endpoint)?;
        // What an identity's own user does is unsigned (protocol.md 0): nobody needs AWS
        // credentials to get some.
        let unsigned = config::Builder::from(&config).allow_no_auth();
        let sdk_client = self.sdk_client.take();
        let client = sdk_client.unwrap_or_else(|| Client::from_conf(unsigned.build()));

        let sts_endpoint = self.sts_endpoint_url.as_deref();
        let sts_endpoint = sts_endpoint.or(environment.sts_endpoint());
        let elsewhere = Connection {
            endpoint_url: None,
            ..self.connection.clone()
        };
        let config = elsewhere.sdk_config(&http, home, sts_endpoint)?;
        let unsigned = aws_sdk_sts::config::Builder::from(&config).allow_no_auth();
        Ok(IdentityPool {
            id: self.id,
            role: self.role,
            flow: self.flow,
            client,
            sts: aws_sdk_sts::Client::from_conf(unsigned.build()),
            time: self.connection.time_source(),
            lock_wait: self.connection.timeouts.lock,
        })
    }
}
