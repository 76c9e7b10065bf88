use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::types::{ResourceServerScopeType, ResourceServerType};

use super::Administration;
use crate::Error;
use crate::change::{changed, still_the_same};
use crate::error::call_failed;
use crate::pages::{Page, Pages, Wanted};

/// The service wants to be told how many, and gives at most these.
const PAGE: i32 = 50;

/// A resource server: an API, and the scopes that app clients can ask for at it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ResourceServer {
    /// What its scopes begin with, such as `https://api.example.com`.
    pub identifier: String,
    /// What can be changed of it.
    pub settings: ResourceServerSettings,
}

/// What can be said of a resource server.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ResourceServerSettings {
    /// The name that people know it by.
    pub name: String,
    /// What each scope allows, by its name.
    pub scopes: BTreeMap<String, String>,
}

impl Administration {
    /// Creates a resource server (`CreateResourceServer`).
    pub async fn create_resource_server(
        &self,
        identifier: &str,
        settings: &ResourceServerSettings,
    ) -> Result<ResourceServer, Error> {
        const OPERATION: &str = "CreateResourceServer";
        let output = self
            .client()
            .create_resource_server()
            .user_pool_id(self.pool_id())
            .identifier(identifier)
            .name(&settings.name)
            .set_scopes(Some(settings.scopes()))
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        ResourceServer::of_answer(OPERATION, output.resource_server)
    }

    /// A resource server (`DescribeResourceServer`).
    pub async fn resource_server(&self, identifier: &str) -> Result<ResourceServer, Error> {
        const OPERATION: &str = "DescribeResourceServer";
        let output = self
            .client()
            .describe_resource_server()
            .user_pool_id(self.pool_id())
            .identifier(identifier)
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        ResourceServer::of_answer(OPERATION, output.resource_server)
    }

    /// Changes a resource server (`UpdateResourceServer`); what `change` leaves alone stays. If it
    /// leaves everything alone, nothing is written.
    ///
    /// # Errors
    /// [`Error::ConcurrentChange`] if somebody else has changed it while `change` ran.
    pub async fn update_resource_server(
        &self,
        identifier: &str,
        change: impl FnOnce(&mut ResourceServerSettings),
    ) -> Result<ResourceServer, Error> {
        const OPERATION: &str = "UpdateResourceServer";
        let before = self.resource_server(identifier).await?;
        let Some(settings) = changed(&before.settings, change) else {
            return Ok(before);
        };
        let now = self.resource_server(identifier).await?;
        still_the_same(OPERATION, identifier, &before, &now)?;
        let output = self
            .client()
            .update_resource_server()
            .user_pool_id(self.pool_id())
            .identifier(identifier)
            .name(&settings.name)
            .set_scopes(Some(settings.scopes()))
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        ResourceServer::of_answer(OPERATION, output.resource_server)
    }

    /// Deletes a resource server (`DeleteResourceServer`).
    pub async fn delete_resource_server(&self, identifier: &str) -> Result<(), Error> {
        self.client()
            .delete_resource_server()
            .user_pool_id(self.pool_id())
            .identifier(identifier)
            .send()
            .await
            .map_err(call_failed("DeleteResourceServer"))?;
        Ok(())
    }

    /// The pool's resource servers (`ListResourceServers`), at most 50 a page.
    pub fn resource_servers(&self) -> Pages<ResourceServer> {
        const OPERATION: &str = "ListResourceServers";
        let administration = self.clone();
        Pages::new(OPERATION, move |wanted: Wanted| {
            let call = administration
                .client()
                .list_resource_servers()
                .user_pool_id(administration.pool_id())
                .max_results(wanted.size.unwrap_or(PAGE))
                .set_next_token(wanted.token);
            async move {
                let page = call.send().await.map_err(call_failed(OPERATION))?;
                let servers = page.resource_servers.into_iter();
                Ok(Page {
                    items: servers.map(ResourceServer::from_sdk).collect(),
                    next_token: page.next_token,
                })
            }
        })
    }
}

impl ResourceServerSettings {
    fn scopes(&self) -> Vec<ResourceServerScopeType> {
        let scope = |(name, description): (&String, &String)| {
            let builder = ResourceServerScopeType::builder()
                .scope_name(name)
                .scope_description(description);
            // It fails without a name or a description only.
            builder.build().ok()
        };
        self.scopes.iter().filter_map(scope).collect()
    }
}

impl ResourceServer {
    fn of_answer(
        operation: &'static str,
        server: Option<ResourceServerType>,
    ) -> Result<Self, Error> {
        server.map(Self::from_sdk).ok_or(Error::MissingMember {
            operation,
            member: "ResourceServer",
        })
    }

    fn from_sdk(server: ResourceServerType) -> Self {
        let scopes = server.scopes.unwrap_or_default().into_iter();
        Self {
            identifier: server.identifier.unwrap_or_default(),
            settings: ResourceServerSettings {
                name: server.name.unwrap_or_default(),
                scopes: scopes
                    .map(|scope| (scope.scope_name, scope.scope_description))
                    .collect(),
            },
        }
    }
}
