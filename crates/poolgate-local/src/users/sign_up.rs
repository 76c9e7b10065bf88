//! Signing up: a person registers, and stays unconfirmed until the code comes back.

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::attributes::{check_complete, check_writable};
use super::confirmation;
use super::delivery::CodeDeliveryDetails;
use super::password::{self, Password, Wording};
use super::registration::Registration;
use crate::app_clients::AppClient;
use crate::core::Context;
use crate::error::{missing_parameter, not_authorized};
use crate::model::{Attribute, Attributes, User, UserPool, UserStatus};

/// Enters the user and sends the code, if the pool verifies an address that the user has.
pub(crate) fn sign_up(
    context: &Context<'_>,
    app: &AppClient,
    username: &str,
    password: Option<&Password>,
    attributes: Vec<Attribute>,
) -> Result<(Arc<User>, Option<CodeDeliveryDetails>), ServiceError> {
    let pool = &app.pool;
    require_permitted(pool)?;
    let names = attributes.iter().map(|attribute| attribute.name.as_str());
    check_writable(&app.client, names)?;
    check_password(pool, password)?;
    let attributes = attributes.into_iter().collect();
    let registration = registration(context, pool, username, attributes, password)?;
    context.write(|transaction| {
        let user = registration.enter(transaction, pool, "User already exists")?;
        let details = confirmation::send_code(context, transaction, app, &user)?;
        Ok((user, details))
    })
}

/// Refuses where only an administrator creates users.
pub(crate) fn require_permitted(pool: &UserPool) -> Result<(), ServiceError> {
    let configuration = &pool.settings.admin_create_user_config;
    if configuration.allow_admin_create_user_only {
        return Err(not_authorized("SignUp is not permitted for this user pool"));
    }
    Ok(())
}

/// Only in a pool with other first factors can a user do without (protocol.md 3.4).
fn check_password(pool: &UserPool, password: Option<&Password>) -> Result<(), ServiceError> {
    let policies = &pool.settings.policies;
    match password {
        Some(password) => {
            let policy = &policies.password_policy;
            password::check_policy(policy, password, Wording::DidNotConform)
        }
        None if policies.sign_in_policy.allows_codes() => Ok(()),
        None => Err(missing_parameter("Password")),
    }
}

fn registration(
    context: &Context<'_>,
    pool: &UserPool,
    username: &str,
    attributes: Attributes,
    password: Option<&Password>,
) -> Result<Registration, ServiceError> {
    let mut registration =
        Registration::new(context, pool, username, attributes, UserStatus::Unconfirmed)?;
    check_complete(pool, &registration.user().attributes)?;
    for name in ["email", "phone_number"] {
        if registration.user().attributes.get(name).is_some() {
            registration.set_attribute(&format!("{name}_verified"), "false");
        }
    }
    let username = registration.user().username.clone();
    let credential =
        password.map(|password| password::credential(context, pool, &username, password, None));
    registration.set_credential(credential);
    Ok(registration)
}
