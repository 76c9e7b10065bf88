//! Entering a new user: its username, its attributes, its names (protocol.md 9.1).

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use super::attributes::{check_values, is_email, is_phone_number};
use super::directory;
use crate::app_clients::require_user_pool;
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::{
    Attributes, Credential, LinkedIdentity, MfaPreference, Naming, User, UserPool, UserStatus,
};
use crate::state::{State, Transaction};

/// A user who is not yet in the pool.
#[derive(Debug)]
pub(crate) struct Registration {
    user: User,
}

impl Registration {
    /// Checks username and attributes; the given username becomes an attribute where the pool signs
    /// in by one. Required attributes may be missing: whom an administrator creates is asked for them
    /// with the first password (protocol.md 3.3).
    pub(crate) fn new(
        context: &Context<'_>,
        pool: &UserPool,
        username: &str,
        mut attributes: Attributes,
        status: UserStatus,
    ) -> Result<Self, ServiceError> {
        let naming = Naming::of(pool);
        let sub = context.random_uuid().to_string();
        let username = if naming.by_attribute() {
            attributes.set(username_attribute(&naming, username)?, username);
            sub.clone()
        } else {
            refuse_alias_form(&naming, username)?;
            naming.fold(username)
        };
        check_values(pool, &attributes)?;
        let user = User {
            username,
            naming,
            status,
            ..new_user(context, pool, sub, attributes)
        };
        Ok(Self { user })
    }

    /// Whoever comes by an external provider for the first time, named after both (protocol.md 9.5).
    pub(crate) fn of_identity(
        context: &Context<'_>,
        pool: &UserPool,
        identity: LinkedIdentity,
        attributes: Attributes,
    ) -> Result<Self, ServiceError> {
        check_values(pool, &attributes)?;
        let sub = context.random_uuid().to_string();
        let user = User {
            username: format!("{}_{}", identity.provider_name, identity.value),
            naming: Naming::of_external(pool),
            status: UserStatus::ExternalProvider,
            identities: vec![identity],
            ..new_user(context, pool, sub, attributes)
        };
        Ok(Self { user })
    }

    pub(crate) fn user(&self) -> &User {
        &self.user
    }

    pub(crate) fn set_credential(&mut self, credential: Option<Credential>) {
        self.user.credential = credential;
    }

    pub(crate) fn set_attribute(&mut self, name: &str, value: &str) {
        self.user.attributes.set(name, value);
    }

    /// Enters the user, unless a name is taken. `taken` is the service's text for the username.
    pub(crate) fn enter(
        self,
        transaction: &mut Transaction<'_>,
        pool: &UserPool,
        taken: &str,
    ) -> Result<Arc<User>, ServiceError> {
        require_user_pool(transaction.state(), &pool.id)?;
        self.refuse_taken_username(transaction.state(), pool, taken)?;
        self.refuse_taken_alias(transaction.state(), pool)?;
        Ok(transaction.put(self.user))
    }

    /// Takes verified aliases away from whoever has them (`ForceAliasCreation`).
    pub(crate) fn claim_aliases(&self, transaction: &mut Transaction<'_>, pool: &UserPool) {
        for name in self.aliases() {
            let Some(value) = self.user.attributes.get(name) else {
                continue;
            };
            if let Some(owner) = directory::find(transaction.state(), pool, value) {
                let mut owner = User::clone(&owner);
                owner.lose_alias(name);
                transaction.put(owner);
            }
        }
    }

    fn refuse_taken_username(
        &self,
        state: &State,
        pool: &UserPool,
        taken: &str,
    ) -> Result<(), ServiceError> {
        let user = &self.user;
        if !user.naming.by_attribute() {
            return match directory::find(state, pool, &user.username) {
                Some(_) => Err(ServiceError::new(ErrorCode::UsernameExists, taken)),
                None => Ok(()),
            };
        }
        for name in ["email", "phone_number"]
            .iter()
            .filter(|n| user.naming.has_username_attribute(n))
        {
            let value = user.attributes.get(name);
            if value.is_some_and(|value| directory::find(state, pool, value).is_some()) {
                let message = format!("An account with the given {name} already exists.");
                return Err(ServiceError::new(ErrorCode::UsernameExists, message));
            }
        }
        Ok(())
    }

    fn refuse_taken_alias(&self, state: &State, pool: &UserPool) -> Result<(), ServiceError> {
        for name in self.aliases() {
            let value = self.user.attributes.get(name);
            if value.is_some_and(|value| directory::find(state, pool, value).is_some()) {
                return Err(alias_exists(name));
            }
        }
        Ok(())
    }

    /// The attributes by which the user would be found from the start.
    fn aliases(&self) -> impl Iterator<Item = &'static str> {
        let user = &self.user;
        ["email", "phone_number", "preferred_username"]
            .into_iter()
            .filter(|name| {
                user.naming.has_alias(name)
                    && (*name == "preferred_username" || user.attributes.is_verified(name))
            })
    }
}

/// A user who goes by nothing but the `sub` yet.
fn new_user(
    context: &Context<'_>,
    pool: &UserPool,
    sub: String,
    mut attributes: Attributes,
) -> User {
    attributes.set("sub", &sub);
    User {
        pool_id: pool.id.clone(),
        username: sub.clone(),
        sub,
        naming: Naming::of(pool),
        attributes,
        enabled: true,
        status: UserStatus::Unconfirmed,
        credential: None,
        former_credentials: Vec::new(),
        mfa: MfaPreference::default(),
        identities: Vec::new(),
        created: context.now(),
        modified: context.now(),
        sign_outs: 0,
    }
}

/// Another user already goes by this attribute.
pub(crate) fn alias_exists(attribute: &str) -> ServiceError {
    let message = format!("An account with the {attribute} already exists.");
    ServiceError::new(ErrorCode::AliasExists, message)
}

/// Which attribute the given username is.
fn username_attribute(naming: &Naming, username: &str) -> Result<&'static str, ServiceError> {
    let email = naming.has_username_attribute("email");
    let phone_number = naming.has_username_attribute("phone_number");
    if email && is_email(username) {
        return Ok("email");
    }
    if phone_number && is_phone_number(username) {
        return Ok("phone_number");
    }
    Err(invalid_parameter(match (email, phone_number) {
        (true, true) => "Username should be either an email or a phone number.",
        (true, false) => "Username should be an email.",
        _ => "Username should be a phone number.",
    }))
}

/// A username that could be another user's alias is refused.
fn refuse_alias_form(naming: &Naming, username: &str) -> Result<(), ServiceError> {
    let refuse = |form: &str, alias: &str| {
        Err(invalid_parameter(format!(
            "Username cannot be of {form} format, since user pool is configured for {alias} alias."
        )))
    };
    if naming.has_alias("email") && is_email(username) {
        return refuse("email", "email");
    }
    if naming.has_alias("phone_number") && is_phone_number(username) {
        return refuse("phone number", "phone number");
    }
    Ok(())
}
