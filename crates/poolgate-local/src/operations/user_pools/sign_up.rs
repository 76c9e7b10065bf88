//! `SignUp`: a person registers, and stays unconfirmed until the code comes back.

use std::sync::Arc;

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::{app_client, check_secret_hash};
use crate::core::Context;
use crate::error::{missing_parameter, not_authorized};
use crate::model::{Attribute, Attributes, User, UserPool, UserStatus};
use crate::operations::Operation;
use crate::users::attributes::{check_complete, check_writable};
use crate::users::confirmation;
use crate::users::delivery::CodeDeliveryDetails;
use crate::users::password::{self, Password, Wording};
use crate::users::registration::Registration;

pub(super) struct SignUp;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    client_id: String,
    secret_hash: Option<String>,
    username: String,
    password: Option<Password>,
    #[serde(default)]
    user_attributes: Vec<Attribute>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    user_confirmed: bool,
    user_sub: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_delivery_details: Option<CodeDeliveryDetails>,
}

impl Operation for SignUp {
    const NAME: &'static str = "SignUp";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let app = app_client(context, &input.client_id)?;
        check_secret_hash(&app.client, &input.username, input.secret_hash.as_deref())?;
        let pool = &app.pool;
        if pool
            .settings
            .admin_create_user_config
            .allow_admin_create_user_only
        {
            return Err(not_authorized("SignUp is not permitted for this user pool"));
        }
        let names = input
            .user_attributes
            .iter()
            .map(|attribute| attribute.name.as_str());
        check_writable(&app.client, names)?;
        check_password(pool, input.password.as_ref())?;
        let attributes = input.user_attributes.into_iter().collect();
        let password = input.password.as_ref();
        let registration = registration(context, pool, &input.username, attributes, password)?;
        let (user, code_delivery_details) = context.write(|transaction| {
            let user = registration.enter(transaction, pool, "User already exists")?;
            let details = confirmation::send_code(context, transaction, &app, &user)?;
            Ok((user, details))
        })?;
        Ok(output(&user, code_delivery_details))
    }
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

fn output(user: &Arc<User>, code_delivery_details: Option<CodeDeliveryDetails>) -> Output {
    Output {
        user_confirmed: false,
        user_sub: user.sub.clone(),
        code_delivery_details,
    }
}
