//! Users of your own, whom no provider knows: a backend vouches for them with AWS credentials.

use std::collections::BTreeMap;
use std::time::Duration;

use tracing::Dispatch;
use tracing::instrument::WithSubscriber as _;

use super::IdentityPools;
use crate::error::call_failed;
use crate::pages::{Page, Pages, Wanted};
use crate::{Error, IdentityPoolId, Logins, OpenIdToken};

/// What a backend asks for when it vouches for a user.
#[derive(Clone, Debug, Default)]
pub struct DeveloperToken {
    /// The identity that the user is to have; a new one, or the one that the user has, without it.
    pub identity_id: Option<String>,
    /// How long the token is good: 1 s to 24 h, and 15 minutes without it.
    pub duration: Option<Duration>,
    /// Session tags of the user's credentials.
    pub principal_tags: BTreeMap<String, String>,
    /// Logins of other providers, to be linked with the user.
    pub logins: Logins,
}

impl IdentityPools {
    /// Vouches for a user of your own (`GetOpenIdTokenForDeveloperIdentity`). `provider` is the
    /// identity pool's developer provider, and `user` what you know the user by. The token is for
    /// the user's app, which signs in with [`Login::developer`](crate::Login::developer).
    pub async fn developer_token(
        &self,
        id: &IdentityPoolId,
        provider: &str,
        user: &str,
        asked: DeveloperToken,
    ) -> Result<OpenIdToken, Error> {
        const OPERATION: &str = "GetOpenIdTokenForDeveloperIdentity";
        let mut logins = asked.logins.to_map().unwrap_or_default();
        logins.insert(provider.to_owned(), user.to_owned());
        let seconds = |duration: Duration| i64::try_from(duration.as_secs()).ok();
        let tags =
            (!asked.principal_tags.is_empty()).then(|| asked.principal_tags.into_iter().collect());
        let output = self
            .client
            .get_open_id_token_for_developer_identity()
            .identity_pool_id(id.as_str())
            .set_identity_id(asked.identity_id)
            .set_logins(Some(logins))
            .set_token_duration(asked.duration.and_then(seconds))
            .set_principal_tags(tags)
            .send()
            // At trace level the SDK logs replies, and this one holds a token.
            .with_subscriber(Dispatch::none())
            .await
            .map_err(call_failed(OPERATION))?;
        let missing = |member| Error::MissingMember {
            operation: OPERATION,
            member,
        };
        let identity_id = output.identity_id.ok_or_else(|| missing("IdentityId"))?;
        let token = output.token.ok_or_else(|| missing("Token"))?;
        Ok(OpenIdToken::new(identity_id, token))
    }

    /// The identity of a user of your own (`LookupDeveloperIdentity`).
    pub async fn developer_identity(
        &self,
        id: &IdentityPoolId,
        user: &str,
    ) -> Result<String, Error> {
        const OPERATION: &str = "LookupDeveloperIdentity";
        self.client
            .lookup_developer_identity()
            .identity_pool_id(id.as_str())
            .developer_user_identifier(user)
            .send()
            .await
            .map_err(call_failed(OPERATION))?
            .identity_id
            .ok_or(Error::MissingMember {
                operation: OPERATION,
                member: "IdentityId",
            })
    }

    /// What you know the user of an identity by (`LookupDeveloperIdentity`).
    pub fn developer_users(&self, id: &IdentityPoolId, identity_id: &str) -> Pages<String> {
        const OPERATION: &str = "LookupDeveloperIdentity";
        let (client, id) = (self.client.clone(), id.clone());
        let identity_id = identity_id.to_owned();
        Pages::new(OPERATION, move |wanted: Wanted| {
            let call = client
                .lookup_developer_identity()
                .identity_pool_id(id.as_str())
                .identity_id(&identity_id)
                .set_max_results(wanted.size)
                .set_next_token(wanted.token);
            async move {
                let page = call.send().await.map_err(call_failed(OPERATION))?;
                Ok(Page {
                    items: page.developer_user_identifier_list.unwrap_or_default(),
                    next_token: page.next_token,
                })
            }
        })
    }

    /// Makes two users of your own one (`MergeDeveloperIdentities`): the identity of `destination`
    /// stays, and is the answer.
    pub async fn merge_developer_users(
        &self,
        id: &IdentityPoolId,
        provider: &str,
        source: &str,
        destination: &str,
    ) -> Result<String, Error> {
        const OPERATION: &str = "MergeDeveloperIdentities";
        self.client
            .merge_developer_identities()
            .identity_pool_id(id.as_str())
            .developer_provider_name(provider)
            .source_user_identifier(source)
            .destination_user_identifier(destination)
            .send()
            .await
            .map_err(call_failed(OPERATION))?
            .identity_id
            .ok_or(Error::MissingMember {
                operation: OPERATION,
                member: "IdentityId",
            })
    }

    /// Takes a user of your own from an identity (`UnlinkDeveloperIdentity`).
    pub async fn unlink_developer_user(
        &self,
        id: &IdentityPoolId,
        identity_id: &str,
        provider: &str,
        user: &str,
    ) -> Result<(), Error> {
        self.client
            .unlink_developer_identity()
            .identity_pool_id(id.as_str())
            .identity_id(identity_id)
            .developer_provider_name(provider)
            .developer_user_identifier(user)
            .send()
            .await
            .map_err(call_failed("UnlinkDeveloperIdentity"))?;
        Ok(())
    }
}
