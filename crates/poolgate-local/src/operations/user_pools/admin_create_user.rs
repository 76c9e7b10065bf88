//! `AdminCreateUser`: a user with a temporary password, who is invited unless told otherwise.

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};
use serde::{Deserialize, Serialize};

use super::descriptions::UserDescription;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::{
    Attribute, Attributes, AuthFactor, Credential, DeliveryMedium, MessageKind, User, UserPool,
    UserStatus,
};
use crate::operations::Operation;
use crate::state::Transaction;
use crate::users::delivery::{self, Address};
use crate::users::directory;
use crate::users::password::{self, Password, Wording};
use crate::users::registration::Registration;

pub(super) struct AdminCreateUser;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
    username: String,
    #[serde(default)]
    user_attributes: Vec<Attribute>,
    temporary_password: Option<Password>,
    #[serde(default)]
    force_alias_creation: bool,
    message_action: Option<MessageAction>,
    desired_delivery_mediums: Option<Vec<DeliveryMedium>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum MessageAction {
    Resend,
    Suppress,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    user: UserDescription,
}

impl Operation for AdminCreateUser {
    const NAME: &'static str = "AdminCreateUser";
    type Input = Input;
    type Output = Output;

    fn run(mut input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        let policy = &pool.settings.policies.password_policy;
        if input.needs_no_password(&pool) {
            return Ok(Output {
                user: UserDescription::of(&*create_confirmed(context, &pool, &input)?),
            });
        }
        let password = match input.temporary_password.take() {
            Some(password) => {
                password::check_policy(policy, &password, Wording::DidNotConform)?;
                password
            }
            None => password::random(context, policy),
        };
        let user = match input.message_action {
            Some(MessageAction::Resend) => resend(context, &pool, &input, &password)?,
            _ => create(context, &pool, &input, &password)?,
        };
        Ok(Output {
            user: UserDescription::of(&user),
        })
    }
}

impl Input {
    /// A user who is not to be told a password and can sign in by a code has none (protocol.md 9.2).
    fn needs_no_password(&self, pool: &UserPool) -> bool {
        let attributes: Attributes = self.user_attributes.iter().cloned().collect();
        let policy = &pool.settings.policies.sign_in_policy;
        let by_code =
            |factor, attribute| policy.allows(factor) && attributes.is_verified(attribute);
        self.temporary_password.is_none()
            && self.message_action == Some(MessageAction::Suppress)
            && (by_code(AuthFactor::EmailOtp, "email")
                || by_code(AuthFactor::SmsOtp, "phone_number"))
    }
}

fn create_confirmed(
    context: &Context<'_>,
    pool: &UserPool,
    input: &Input,
) -> Result<Arc<User>, ServiceError> {
    let attributes = input.user_attributes.iter().cloned().collect();
    let status = UserStatus::Confirmed;
    let registration = Registration::new(context, pool, &input.username, attributes, status)?;
    context.write(|transaction| enter(transaction, pool, input, registration))
}

fn create(
    context: &Context<'_>,
    pool: &UserPool,
    input: &Input,
    password: &Password,
) -> Result<Arc<User>, ServiceError> {
    let attributes = input.user_attributes.iter().cloned().collect();
    let status = UserStatus::ForceChangePassword;
    let mut registration = Registration::new(context, pool, &input.username, attributes, status)?;
    let credential = temporary(context, pool, &registration.user().username, password);
    registration.set_credential(Some(credential));
    context.write(|transaction| {
        let user = enter(transaction, pool, input, registration)?;
        invite(context, transaction, pool, &user, input, password);
        Ok(user)
    })
}

fn enter(
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    input: &Input,
    registration: Registration,
) -> Result<Arc<User>, ServiceError> {
    if input.force_alias_creation {
        registration.claim_aliases(transaction, pool);
    }
    registration.enter(transaction, pool, "User account already exists")
}

/// Renews the temporary password of a user who has not used it.
fn resend(
    context: &Context<'_>,
    pool: &UserPool,
    input: &Input,
    password: &Password,
) -> Result<Arc<User>, ServiceError> {
    let user = directory::require(context, pool, &input.username)?;
    let credential = temporary(context, pool, &user.username, password);
    context.write(|transaction| {
        let user = directory::update(transaction, &user, |user| {
            if user.status != UserStatus::ForceChangePassword {
                let status = user.status.as_str();
                let message = format!("Resend not possible. {status} is the current status.");
                return Err(ServiceError::new(ErrorCode::UnsupportedUserState, message));
            }
            user.credential = Some(credential);
            user.modified = context.now();
            Ok(())
        })?;
        invite(context, transaction, pool, &user, input, password);
        Ok(user)
    })
}

fn temporary(
    context: &Context<'_>,
    pool: &UserPool,
    username: &str,
    password: &Password,
) -> Credential {
    let seconds = pool
        .settings
        .policies
        .password_policy
        .temporary_password_seconds();
    let expires = Some(context.now().plus_seconds(seconds));
    password::credential(context, pool, username, password, expires)
}

/// Sends the temporary password by the media wanted, text message if none is named.
fn invite(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    user: &User,
    input: &Input,
    password: &Password,
) {
    if input.message_action == Some(MessageAction::Suppress) {
        return;
    }
    let seconds = pool
        .settings
        .policies
        .password_policy
        .temporary_password_seconds();
    let time = (context.now(), context.now().plus_seconds(seconds));
    let media = input
        .desired_delivery_mediums
        .as_deref()
        .unwrap_or(&[DeliveryMedium::Sms]);
    for medium in media {
        let address = match medium {
            DeliveryMedium::Email => Address::email(user),
            DeliveryMedium::Sms => Address::phone_number(user),
        };
        if let Some(address) = address {
            let kind = MessageKind::Invitation;
            delivery::send(transaction, user, &address, kind, password.reveal(), time);
        }
    }
}
