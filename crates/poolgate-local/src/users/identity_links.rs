//! Linking users to their identities at external providers, and parting them (protocol.md 9.6).

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};
use serde::Deserialize;

use crate::error::{invalid_parameter, user_not_found};
use crate::model::{IdentityProvider, LinkedIdentity, ProviderType, SUBJECT, User, UserPool};
use crate::state::{State, Transaction};
use crate::time::UnixTime;
use crate::users::directory;

/// How many identities a user has at most (protocol.md 7.5).
const MOST_LINKS: usize = 5;

/// Somebody, as the administrator names them: a user of the pool or of a provider.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
#[expect(clippy::struct_field_names, reason = "the service's own members")]
pub(crate) struct ProviderUser {
    provider_name: String,
    provider_attribute_name: String,
    provider_attribute_value: String,
}

impl ProviderUser {
    /// Whether this is a user of the pool itself, who has a username.
    fn is_native(&self) -> bool {
        self.provider_name.eq_ignore_ascii_case("Cognito")
    }

    /// The service's text for what is missing is not public.
    fn check(&self) -> Result<(), ServiceError> {
        if self.provider_name.is_empty() || self.provider_attribute_value.is_empty() {
            return Err(invalid_parameter(
                "A user has a ProviderName and a ProviderAttributeValue.",
            ));
        }
        Ok(())
    }

    fn attribute(&self) -> &str {
        match self.provider_attribute_name.as_str() {
            "" => SUBJECT,
            name => name,
        }
    }

    /// The user of the pool that this is.
    fn find(&self, state: &State, pool: &UserPool) -> Option<Arc<User>> {
        let value = &self.provider_attribute_value;
        if self.is_native() {
            return directory::find(state, pool, value);
        }
        let provider = &self.provider_name;
        let index = LinkedIdentity::index(&pool.id, provider, self.attribute(), value);
        state.named(&index)
    }

    /// The identity that a user gets by a link to this.
    fn identity(
        &self,
        state: &State,
        pool: &UserPool,
        now: UnixTime,
    ) -> Result<LinkedIdentity, ServiceError> {
        if self.is_native() {
            // The service's text is not public.
            return Err(invalid_parameter(
                "The source is a user of an external identity provider.",
            ));
        }
        let (pool_id, name) = (&pool.id, &self.provider_name);
        let provider = state
            .get::<IdentityProvider>(&IdentityProvider::key_of(pool_id, name))
            .ok_or_else(|| {
                let message =
                    format!("The provider {name} does not exist for User Pool {pool_id}.");
                ServiceError::new(ErrorCode::ResourceNotFound, message)
            })?;
        if provider.provider_type.is_social() && self.attribute() != SUBJECT {
            let attribute = self.attribute();
            return Err(invalid_parameter(format!(
                "Users of {name} are known by {SUBJECT}, not by {attribute}."
            )));
        }
        let is_oidc = provider.provider_type == ProviderType::Oidc;
        let issuer = provider.details.get("oidc_issuer").filter(|_| is_oidc);
        Ok(LinkedIdentity {
            provider_name: name.clone(),
            provider_type: provider.provider_type,
            attribute: self.attribute().to_owned(),
            value: self.provider_attribute_value.clone(),
            issuer: issuer.map(ToOwned::to_owned),
            primary: false,
            linked: now,
        })
    }
}

/// Lets the destination sign in as the source from now on.
///
/// # Errors
///
/// `UserNotFoundException` for an unknown destination, `LimitExceededException` for the sixth link,
/// `InvalidParameterException` for a source that is a user already.
pub(crate) fn link(
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    (destination, source): (&ProviderUser, &ProviderUser),
    now: UnixTime,
) -> Result<(), ServiceError> {
    destination.check()?;
    source.check()?;
    let state = transaction.state();
    let user = destination.find(state, pool).ok_or_else(user_not_found)?;
    let identity = source.identity(state, pool, now)?;
    if let Some(owner) = source.find(state, pool) {
        return Err(invalid_parameter(if owner.sub == user.sub {
            "SourceUser is already linked to DestinationUser"
        } else {
            "Merging is not currently supported, provide a SourceUser that is not already signed up."
        }));
    }
    if user.identities.len() >= MOST_LINKS {
        let message = format!("A user has at most {MOST_LINKS} linked identities.");
        return Err(ServiceError::new(ErrorCode::LimitExceeded, message));
    }
    directory::update(transaction, &user, |user| {
        user.identities.push(identity);
        user.modified = now;
        Ok(())
    })?;
    Ok(())
}

/// Takes a link away, or the password from a user of the pool itself.
pub(crate) fn disable(
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    target: &ProviderUser,
    now: UnixTime,
) -> Result<(), ServiceError> {
    target.check()?;
    let user = target.find(transaction.state(), pool);
    let user = user.ok_or_else(user_not_found)?;
    directory::update(transaction, &user, |user| {
        if target.is_native() {
            user.credential = None;
        } else {
            user.identities.retain(|identity| {
                (identity.provider_name.as_str(), identity.attribute.as_str())
                    != (target.provider_name.as_str(), target.attribute())
                    || identity.value != target.provider_attribute_value
            });
        }
        user.modified = now;
        Ok(())
    })?;
    Ok(())
}
