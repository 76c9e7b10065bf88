use std::sync::Arc;

use poolgate_flow::ClientMetadata;

use super::token_endpoint::{Form, Grant};
use super::{MachineToken, MachineTokens, scopes};
use crate::http::Repeat;
use crate::{Error, UserPool};

/// A request for a token of a machine's own: no user signs in, the app client's secret is what
/// proves who asks (RFC 6749 4.4).
///
/// ```no_run
/// # async fn example(secret: poolgate::ClientSecret) -> Result<(), poolgate::Error> {
/// use poolgate::UserPool;
///
/// let pool = UserPool::builder("eu-west-1_AbCdEf123".parse()?, "4h57exampleclient".parse()?)
///     .client_secret(Some(secret))
///     .domain("auth.example.com".parse()?)
///     .build()?;
/// let token = pool.client_credentials(["orders/read"]).request().await?;
/// println!("{} until {:?}", token.scopes(), token.expires_at());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is asked for before `request`"]
pub struct ClientCredentials {
    pub(super) pool: UserPool,
    pub(super) scopes: Vec<String>,
    pub(super) resource: Option<String>,
    client_metadata: ClientMetadata,
}

impl UserPool {
    /// Starts to ask for a token of the app client's own, with these scopes of the pool's resource
    /// servers, `<server>/<scope>`. Without any, the service grants all that the app client has.
    pub fn client_credentials<S: Into<String>>(
        &self,
        scopes: impl IntoIterator<Item = S>,
    ) -> ClientCredentials {
        ClientCredentials {
            pool: self.clone(),
            scopes: scopes.into_iter().map(Into::into).collect(),
            resource: None,
            client_metadata: ClientMetadata::default(),
        }
    }
}

impl ClientCredentials {
    /// Binds the token to this API, whose URL becomes its `aud` (RFC 8707). AWS says so of users'
    /// tokens and is silent on a machine's (protocol.md 6.2): look at the claims.
    pub fn resource(mut self, url: impl Into<String>) -> Self {
        self.resource = Some(url.into()).filter(|url| !url.is_empty());
        self
    }

    /// What the pool's Lambda triggers are told besides.
    pub fn client_metadata(mut self, metadata: ClientMetadata) -> Self {
        self.client_metadata = metadata;
        self
    }

    /// Asks now, and verifies the token in full. The pool's domain is discovered if it is not known.
    pub async fn request(&self) -> Result<MachineToken, Error> {
        let domain = self.pool.discover_domain().await?;
        scopes::check(&self.scopes)?;
        // Asking twice gives two tokens and does no harm.
        let granted = self
            .pool
            .grant(&domain, self.form()?, Repeat::Freely)
            .await?;
        self.pool
            .verify_machine_token(granted.access_token, granted.expires_in)
            .await
    }

    /// Tokens that are asked for when they are needed, and again when little of their life is left.
    #[must_use = "it asks for nothing by itself"]
    pub fn keep_fresh(self) -> MachineTokens {
        MachineTokens::new(Arc::new(self))
    }

    pub(super) fn has_metadata(&self) -> bool {
        !self.client_metadata.is_empty()
    }

    fn form(&self) -> Result<Form, Error> {
        let mut form = Form::new(Grant::ClientCredentials);
        if !self.scopes.is_empty() {
            form.append("scope", &self.scopes.join(" "));
        }
        if let Some(resource) = &self.resource {
            form.append("resource", resource);
        }
        if !self.client_metadata.is_empty() {
            let json = serde_json::to_string(&self.client_metadata);
            let json = json.map_err(|error| Error::http_client(&error))?;
            form.append("aws_client_metadata", &json);
        }
        Ok(form)
    }
}
