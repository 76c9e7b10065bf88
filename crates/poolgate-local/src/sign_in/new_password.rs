//! `NEW_PASSWORD_REQUIRED`: a temporary password opens only the door to a permanent one.

use std::sync::Arc;

use poolgate_flow::ServiceError;
use serde_json::{Map, Value};

use super::attempt::Attempt;
use super::conclusion::{self, conclude, settle};
use super::session::{Session, Step, invalid};
use super::{AuthResponse, Entrance, Parameters};
use crate::core::Context;
use crate::error::{invalid_parameter, not_authorized};
use crate::model::{Attribute, Attributes, User, UserPool, UserStatus};
use crate::users::attributes::{check_values, check_writable, required};
use crate::users::password::{self, Password, Wording};
use crate::users::password_history;

/// Attributes travel under this prefix, both ways.
const PREFIX: &str = "userAttributes.";

/// Asks for the new password and for the required attributes that the user lacks.
pub(super) fn challenge(
    context: &Context<'_>,
    entrance: &Entrance,
    attempt: Attempt,
    user: &User,
) -> Result<AuthResponse, ServiceError> {
    let step = Step::NewPasswordRequired;
    let session = conclusion::session(context, entrance, attempt, user, step)?;
    let missing: Vec<Value> = missing(&entrance.app.pool, user)
        .map(|name| format!("{PREFIX}{name}").into())
        .collect();
    let known: Map<String, Value> = user
        .attributes
        .iter()
        .filter(|attribute| attribute.name != "sub")
        .map(|attribute| (attribute.name.clone(), attribute.value.clone().into()))
        .collect();
    let parameters = [
        ("USER_ID_FOR_SRP", user.username.clone()),
        ("requiredAttributes", Value::Array(missing).to_string()),
        ("userAttributes", Value::Object(known).to_string()),
    ];
    Ok(AuthResponse::challenge(
        "NEW_PASSWORD_REQUIRED",
        Some(session),
        parameters,
    ))
}

/// Sets the new password and the attributes that came with it.
pub(super) fn answer(
    context: &Context<'_>,
    entrance: &Entrance,
    session: &Session,
    user: &Arc<User>,
    responses: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let pool = &entrance.app.pool;
    let password = Password::new(responses.require("NEW_PASSWORD")?);
    let policy = &pool.settings.policies.password_policy;
    password::check_policy(policy, &password, Wording::DidNotConform)?;
    password_history::check(pool, user, &password)?;
    let given = given_attributes(entrance, user, responses)?;
    // It may be the temporary password again (protocol.md 12.12).
    let credential = password::credential(context, pool, &user.username, &password, None);
    let attempt = session.attempt.clone();
    conclude(context, entrance, attempt, |transaction| {
        let user = settle(context, transaction, user, Some(session.spend()))?;
        if user.status != UserStatus::ForceChangePassword {
            return Err(invalid());
        }
        let mut user = User::clone(&user);
        for attribute in given.iter() {
            user.attributes.set(&attribute.name, &attribute.value);
        }
        user.status = UserStatus::Confirmed;
        password_history::replace(pool, &mut user, credential);
        user.modified = context.now();
        Ok(transaction.put(user))
    })
}

fn missing<'a>(pool: &'a UserPool, user: &'a User) -> impl Iterator<Item = &'a str> {
    required(pool).filter(|name| user.attributes.get(name).is_none())
}

/// The attributes of the answer, if they are ones the user may set now, and none is missing.
fn given_attributes(
    entrance: &Entrance,
    user: &User,
    responses: &Parameters,
) -> Result<Attributes, ServiceError> {
    let pool = &entrance.app.pool;
    let given: Attributes = responses
        .with_prefix(PREFIX)
        .map(|(name, value)| Attribute {
            name: name.to_owned(),
            value: value.to_owned(),
        })
        .collect();
    check_writable(
        &entrance.app.client,
        given.iter().map(|attribute| attribute.name.as_str()),
    )?;
    check_values(pool, &given)?;
    let provided = |name: &&str| given.get(name).is_some();
    if let Some(name) = required(pool)
        .filter(provided)
        .find(|n| user.attributes.get(n).is_some())
    {
        return Err(not_authorized(format!(
            "Cannot modify an already provided {name}"
        )));
    }
    let absent: Vec<&str> = missing(pool, user).filter(|name| !provided(name)).collect();
    if absent.is_empty() {
        return Ok(given);
    }
    let message = format!("Invalid attributes given, {} is missing", absent.join(", "));
    Err(invalid_parameter(message))
}
