//! The two secrets that an app client may have, so that they can be changed one after the other
//! (protocol.md 9.5).

use std::time::SystemTime;

use aws_sdk_cognitoidentityprovider::types::ClientSecretDescriptorType;
use poolgate_flow::{ClientId, ClientSecret};

use super::Administration;
use crate::Error;
use crate::error::call_failed;
use crate::pages::{Page, Pages, Wanted};
use crate::service_clock::system_time;

/// One of an app client's secrets.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AppClientSecret {
    /// What it is deleted by.
    pub id: String,
    /// When it was added.
    pub created: Option<SystemTime>,
    /// The secret itself, when the service has just made it up and at no other time.
    pub secret: Option<ClientSecret>,
}

impl Administration {
    /// Gives an app client another secret, which counts besides the one it has
    /// (`AddUserPoolClientSecret`): the one that is named, or one that the service makes up.
    pub async fn add_client_secret(
        &self,
        client: &ClientId,
        secret: Option<&ClientSecret>,
    ) -> Result<AppClientSecret, Error> {
        const OPERATION: &str = "AddUserPoolClientSecret";
        let output = self
            .client()
            .add_user_pool_client_secret()
            .user_pool_id(self.pool_id())
            .client_id(client.as_str())
            .set_client_secret(secret.map(|secret| secret.expose().to_owned()))
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        let added = output
            .client_secret_descriptor
            .ok_or(Error::MissingMember {
                operation: OPERATION,
                member: "ClientSecretDescriptor",
            })?;
        AppClientSecret::from_sdk(added)
    }

    /// An app client's secrets, without the secrets themselves (`ListUserPoolClientSecrets`).
    pub fn client_secrets(&self, client: &ClientId) -> Pages<AppClientSecret> {
        const OPERATION: &str = "ListUserPoolClientSecrets";
        let (administration, client) = (self.clone(), client.clone());
        Pages::new(OPERATION, move |wanted: Wanted| {
            let call = administration
                .client()
                .list_user_pool_client_secrets()
                .user_pool_id(administration.pool_id())
                .client_id(client.as_str())
                .set_next_token(wanted.token);
            async move {
                let page = call.send().await.map_err(call_failed(OPERATION))?;
                let secrets = page.client_secrets.unwrap_or_default().into_iter();
                let secrets = secrets.map(AppClientSecret::from_sdk);
                Ok(Page {
                    items: secrets.collect::<Result<_, _>>()?,
                    next_token: page.next_token,
                })
            }
        })
    }

    /// Takes a secret from an app client, which must have another (`DeleteUserPoolClientSecret`).
    pub async fn delete_client_secret(
        &self,
        client: &ClientId,
        secret_id: &str,
    ) -> Result<(), Error> {
        self.client()
            .delete_user_pool_client_secret()
            .user_pool_id(self.pool_id())
            .client_id(client.as_str())
            .client_secret_id(secret_id)
            .send()
            .await
            .map_err(call_failed("DeleteUserPoolClientSecret"))?;
        Ok(())
    }
}

impl AppClientSecret {
    fn from_sdk(secret: ClientSecretDescriptorType) -> Result<Self, Error> {
        Ok(Self {
            id: secret.client_secret_id.unwrap_or_default(),
            created: system_time(secret.client_secret_create_date),
            secret: secret
                .client_secret_value
                .map(ClientSecret::new)
                .transpose()?,
        })
    }
}
