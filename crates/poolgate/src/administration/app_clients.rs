use aws_sdk_cognitoidentityprovider::types::{UserPoolClientDescription, UserPoolClientType};
use poolgate_flow::ClientId;

use super::Administration;
use crate::Error;
use crate::change::{changed, still_the_same};
use crate::error::{call_failed, not_a_name};
use crate::pages::{Page, Pages, Wanted};

/// The service wants to be told how many, and gives at most these.
const PAGE: i32 = 60;

const UPDATE: &str = "UpdateUserPoolClient";

/// An app client in a list.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct AppClientSummary {
    /// Its id.
    pub id: ClientId,
    /// The name that people know it by.
    pub name: String,
}

/// The members that a creation and an update of an app client have in common: all that can be
/// changed.
macro_rules! settings {
    ($call:expr, $client:expr) => {
        $call
            // The SDK says 0 where the member is missing; the service takes it for 30 days too.
            .set_refresh_token_validity(
                Some($client.refresh_token_validity).filter(|validity| *validity != 0),
            )
            .set_access_token_validity($client.access_token_validity)
            .set_id_token_validity($client.id_token_validity)
            .set_token_validity_units($client.token_validity_units)
            .set_read_attributes($client.read_attributes)
            .set_write_attributes($client.write_attributes)
            .set_explicit_auth_flows($client.explicit_auth_flows)
            .set_supported_identity_providers($client.supported_identity_providers)
            .set_callback_urls($client.callback_urls)
            .set_logout_urls($client.logout_urls)
            .set_default_redirect_uri($client.default_redirect_uri)
            .set_allowed_o_auth_flows($client.allowed_o_auth_flows)
            .set_allowed_o_auth_scopes($client.allowed_o_auth_scopes)
            .set_allowed_o_auth_flows_user_pool_client(
                $client.allowed_o_auth_flows_user_pool_client,
            )
            .set_analytics_configuration($client.analytics_configuration)
            .set_prevent_user_existence_errors($client.prevent_user_existence_errors)
            .set_enable_token_revocation($client.enable_token_revocation)
            .set_enable_propagate_additional_user_context_data(
                $client.enable_propagate_additional_user_context_data,
            )
            .set_auth_session_validity($client.auth_session_validity)
            .set_refresh_token_rotation($client.refresh_token_rotation)
    };
}

impl Administration {
    /// Creates an app client (`CreateUserPoolClient`): a public one, unless `secret` has the
    /// service make up a secret, which is then in the answer. `settings` says everything else; what
    /// it leaves alone is as the service likes it.
    ///
    /// ```no_run
    /// # async fn example(administration: poolgate::Administration) -> Result<(), poolgate::Error> {
    /// let client = administration
    ///     .create_app_client("web", false, |client| {
    ///         client.access_token_validity = Some(1);
    ///         client.callback_urls = Some(vec!["https://example.com/back".to_owned()]);
    ///     })
    ///     .await?;
    /// println!("{:?}", client.client_id);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_app_client(
        &self,
        name: &str,
        secret: bool,
        settings: impl FnOnce(&mut UserPoolClientType),
    ) -> Result<UserPoolClientType, Error> {
        let mut client = UserPoolClientType::builder().build();
        settings(&mut client);
        Box::pin(self.send_app_client(name, secret, client)).await
    }

    async fn send_app_client(
        &self,
        name: &str,
        secret: bool,
        client: UserPoolClientType,
    ) -> Result<UserPoolClientType, Error> {
        const OPERATION: &str = "CreateUserPoolClient";
        let call = self
            .client()
            .create_user_pool_client()
            .user_pool_id(self.pool_id())
            .client_name(name)
            .set_generate_secret(secret.then_some(true))
            .set_client_secret(client.client_secret);
        let output = settings!(call, client)
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        description(OPERATION, output.user_pool_client)
    }

    /// All that the pool knows of an app client, its secret included (`DescribeUserPoolClient`).
    pub async fn app_client(&self, id: &ClientId) -> Result<UserPoolClientType, Error> {
        const OPERATION: &str = "DescribeUserPoolClient";
        let output = self
            .client()
            .describe_user_pool_client()
            .user_pool_id(self.pool_id())
            .client_id(id.as_str())
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        description(OPERATION, output.user_pool_client)
    }

    /// Changes an app client (`UpdateUserPoolClient`); what `change` leaves alone stays. If it
    /// leaves everything alone, nothing is written.
    ///
    /// Its name and its settings can be changed, its id and its secret cannot.
    ///
    /// # Errors
    /// [`Error::ConcurrentChange`] if somebody else has changed it while `change` ran.
    pub async fn update_app_client(
        &self,
        id: &ClientId,
        change: impl FnOnce(&mut UserPoolClientType),
    ) -> Result<UserPoolClientType, Error> {
        let before = self.app_client(id).await?;
        let Some(client) = changed(&before, change) else {
            return Ok(before);
        };
        let now = self.app_client(id).await?;
        still_the_same(UPDATE, id.as_str(), &before, &now)?;
        Box::pin(self.write_app_client(id, client)).await
    }

    async fn write_app_client(
        &self,
        id: &ClientId,
        client: UserPoolClientType,
    ) -> Result<UserPoolClientType, Error> {
        let call = self
            .client()
            .update_user_pool_client()
            .user_pool_id(self.pool_id())
            .client_id(id.as_str())
            .set_client_name(client.client_name);
        let output = settings!(call, client)
            .send()
            .await
            .map_err(call_failed(UPDATE))?;
        description(UPDATE, output.user_pool_client)
    }

    /// Deletes an app client (`DeleteUserPoolClient`).
    pub async fn delete_app_client(&self, id: &ClientId) -> Result<(), Error> {
        self.client()
            .delete_user_pool_client()
            .user_pool_id(self.pool_id())
            .client_id(id.as_str())
            .send()
            .await
            .map_err(call_failed("DeleteUserPoolClient"))?;
        Ok(())
    }

    /// The pool's app clients (`ListUserPoolClients`).
    pub fn app_clients(&self) -> Pages<AppClientSummary> {
        const OPERATION: &str = "ListUserPoolClients";
        let administration = self.clone();
        Pages::new(OPERATION, move |wanted: Wanted| {
            let call = administration
                .client()
                .list_user_pool_clients()
                .user_pool_id(administration.pool_id())
                .max_results(wanted.size.unwrap_or(PAGE))
                .set_next_token(wanted.token);
            async move {
                let page = call.send().await.map_err(call_failed(OPERATION))?;
                let clients = page.user_pool_clients.unwrap_or_default().into_iter();
                let clients = clients.map(|client| AppClientSummary::from_sdk(OPERATION, client));
                Ok(Page {
                    items: clients.collect::<Result<_, _>>()?,
                    next_token: page.next_token,
                })
            }
        })
    }
}

impl AppClientSummary {
    fn from_sdk(operation: &'static str, client: UserPoolClientDescription) -> Result<Self, Error> {
        let id = client.client_id.unwrap_or_default();
        Ok(Self {
            id: id.parse().map_err(not_a_name(operation))?,
            name: client.client_name.unwrap_or_default(),
        })
    }
}

fn description(
    operation: &'static str,
    client: Option<UserPoolClientType>,
) -> Result<UserPoolClientType, Error> {
    client.ok_or(Error::MissingMember {
        operation,
        member: "UserPoolClient",
    })
}
