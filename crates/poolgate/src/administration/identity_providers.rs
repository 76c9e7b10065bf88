use std::collections::BTreeMap;
use std::time::SystemTime;

use aws_sdk_cognitoidentityprovider::types::{
    IdentityProviderType as SdkProvider, IdentityProviderTypeType, ProviderDescription,
};
use poolgate_flow::IdentityProviderType;
use tracing::instrument::WithSubscriber as _;
use tracing::subscriber::NoSubscriber;

use super::Administration;
use super::identity_provider_settings::IdentityProviderSettings;
use crate::Error;
use crate::change::{changed, still_the_same};
use crate::error::call_failed;
use crate::pages::{Page, Pages, Wanted};
use crate::service_clock::system_time;

/// The service gives at most this many at a time.
const PAGE: i32 = 60;

/// An identity provider whose users the pool takes.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct IdentityProvider {
    /// Its name in the pool, 1 to 32 characters.
    pub name: String,
    /// How it is spoken to.
    pub provider_type: IdentityProviderType,
    /// What can be changed of it.
    pub settings: IdentityProviderSettings,
    /// When it was created.
    pub created: Option<SystemTime>,
    /// When it was last changed.
    pub last_modified: Option<SystemTime>,
}

/// An identity provider in a list.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct IdentityProviderSummary {
    /// Its name in the pool.
    pub name: String,
    /// How it is spoken to.
    pub provider_type: IdentityProviderType,
    /// When it was created.
    pub created: Option<SystemTime>,
    /// When it was last changed.
    pub last_modified: Option<SystemTime>,
}

impl Administration {
    /// Has the pool take users of an identity provider (`CreateIdentityProvider`).
    pub async fn create_identity_provider(
        &self,
        name: &str,
        provider_type: &IdentityProviderType,
        settings: IdentityProviderSettings,
    ) -> Result<IdentityProvider, Error> {
        const OPERATION: &str = "CreateIdentityProvider";
        let call = self
            .client()
            .create_identity_provider()
            .user_pool_id(self.pool_id())
            .provider_name(name)
            .provider_type(IdentityProviderTypeType::from(provider_type.as_str()))
            .set_provider_details(Some(settings.details.into_iter().collect()))
            .set_attribute_mapping(given(settings.attribute_mapping))
            .set_idp_identifiers((!settings.identifiers.is_empty()).then_some(settings.identifiers))
            .set_acr_mapping(given(settings.acr_mapping));
        let output = unlogged(call.send())
            .await
            .map_err(call_failed(OPERATION))?;
        IdentityProvider::of_answer(OPERATION, output.identity_provider)
    }

    /// An identity provider, by name (`DescribeIdentityProvider`).
    pub async fn identity_provider(&self, name: &str) -> Result<IdentityProvider, Error> {
        const OPERATION: &str = "DescribeIdentityProvider";
        let call = self
            .client()
            .describe_identity_provider()
            .user_pool_id(self.pool_id())
            .provider_name(name);
        let output = unlogged(call.send())
            .await
            .map_err(call_failed(OPERATION))?;
        IdentityProvider::of_answer(OPERATION, output.identity_provider)
    }

    /// An identity provider, by one of its identifiers, such as a domain
    /// (`GetIdentityProviderByIdentifier`).
    pub async fn identity_provider_by_identifier(
        &self,
        identifier: &str,
    ) -> Result<IdentityProvider, Error> {
        const OPERATION: &str = "GetIdentityProviderByIdentifier";
        let call = self
            .client()
            .get_identity_provider_by_identifier()
            .user_pool_id(self.pool_id())
            .idp_identifier(identifier);
        let output = unlogged(call.send())
            .await
            .map_err(call_failed(OPERATION))?;
        IdentityProvider::of_answer(OPERATION, output.identity_provider)
    }

    /// Changes an identity provider (`UpdateIdentityProvider`); what `change` leaves alone stays.
    /// If it leaves everything alone, nothing is written.
    ///
    /// # Errors
    /// [`Error::ConcurrentChange`] if somebody else has changed it while `change` ran.
    pub async fn update_identity_provider(
        &self,
        name: &str,
        change: impl FnOnce(&mut IdentityProviderSettings),
    ) -> Result<IdentityProvider, Error> {
        const OPERATION: &str = "UpdateIdentityProvider";
        let before = self.identity_provider(name).await?;
        let Some(settings) = changed(&before.settings, change) else {
            return Ok(before);
        };
        let now = self.identity_provider(name).await?;
        still_the_same(OPERATION, name, &before, &now)?;
        let call = self
            .client()
            .update_identity_provider()
            .user_pool_id(self.pool_id())
            .provider_name(name)
            .set_provider_details(Some(settings.writable_details()))
            .set_attribute_mapping(Some(settings.attribute_mapping.into_iter().collect()))
            .set_idp_identifiers(Some(settings.identifiers))
            // Newer than the others: a service that does not know it is not confused by it.
            .set_acr_mapping(
                (!settings.acr_mapping.is_empty() || !before.settings.acr_mapping.is_empty())
                    .then(|| settings.acr_mapping.into_iter().collect()),
            );
        let output = unlogged(call.send())
            .await
            .map_err(call_failed(OPERATION))?;
        IdentityProvider::of_answer(OPERATION, output.identity_provider)
    }

    /// Has the pool take an identity provider's users no longer (`DeleteIdentityProvider`).
    pub async fn delete_identity_provider(&self, name: &str) -> Result<(), Error> {
        self.client()
            .delete_identity_provider()
            .user_pool_id(self.pool_id())
            .provider_name(name)
            .send()
            .await
            .map_err(call_failed("DeleteIdentityProvider"))?;
        Ok(())
    }

    /// The pool's identity providers (`ListIdentityProviders`).
    pub fn identity_providers(&self) -> Pages<IdentityProviderSummary> {
        const OPERATION: &str = "ListIdentityProviders";
        let administration = self.clone();
        Pages::new(OPERATION, move |wanted: Wanted| {
            let call = administration
                .client()
                .list_identity_providers()
                .user_pool_id(administration.pool_id())
                .max_results(wanted.size.unwrap_or(PAGE))
                .set_next_token(wanted.token);
            async move {
                let page = call.send().await.map_err(call_failed(OPERATION))?;
                let providers = page.providers.into_iter();
                Ok(Page {
                    items: providers.map(IdentityProviderSummary::from_sdk).collect(),
                    next_token: page.next_token,
                })
            }
        })
    }
}

/// Makes a call of which nothing is logged. At trace level the SDK writes out what it is answered,
/// unless the service's model calls that sensitive; of a provider's details it does not, and a secret
/// is among them.
fn unlogged<C: Future>(call: C) -> impl Future<Output = C::Output> {
    Box::pin(call).with_subscriber(NoSubscriber::default())
}

/// A creation names only what it has.
fn given<C: FromIterator<(String, String)>>(map: BTreeMap<String, String>) -> Option<C> {
    (!map.is_empty()).then(|| map.into_iter().collect())
}

impl IdentityProvider {
    fn of_answer(operation: &'static str, provider: Option<SdkProvider>) -> Result<Self, Error> {
        let provider = provider.ok_or(Error::MissingMember {
            operation,
            member: "IdentityProvider",
        })?;
        Ok(Self {
            name: provider.provider_name.unwrap_or_default(),
            provider_type: provider_type(provider.provider_type.as_ref()),
            settings: IdentityProviderSettings {
                details: sorted(provider.provider_details),
                attribute_mapping: sorted(provider.attribute_mapping),
                identifiers: provider.idp_identifiers.unwrap_or_default(),
                acr_mapping: sorted(provider.acr_mapping),
            },
            created: system_time(provider.creation_date),
            last_modified: system_time(provider.last_modified_date),
        })
    }
}

impl IdentityProviderSummary {
    fn from_sdk(provider: ProviderDescription) -> Self {
        Self {
            name: provider.provider_name.unwrap_or_default(),
            provider_type: provider_type(provider.provider_type.as_ref()),
            created: system_time(provider.creation_date),
            last_modified: system_time(provider.last_modified_date),
        }
    }
}

fn provider_type(word: Option<&IdentityProviderTypeType>) -> IdentityProviderType {
    word.map_or("", IdentityProviderTypeType::as_str).into()
}

fn sorted(map: Option<impl IntoIterator<Item = (String, String)>>) -> BTreeMap<String, String> {
    map.into_iter().flatten().collect()
}
