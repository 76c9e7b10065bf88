use std::time::SystemTime;

use aws_sdk_cognitoidentityprovider::operation::admin_get_user::AdminGetUserOutput;
use aws_sdk_cognitoidentityprovider::types::{UserStatusType, UserType};
use poolgate_flow::{UserStatus, Username};

use crate::error::not_a_name;
use crate::pages::Page;
use crate::service_clock::system_time;
use crate::{Attributes, Error, Mfa};

/// A user, as administrators see it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct User {
    /// The name that the pool knows the user by: never an alias, and in pools whose users sign in
    /// with an e-mail address or a phone number, the `sub`.
    pub username: Username,
    /// What the pool keeps of the user, or what was asked for of it.
    pub attributes: Attributes,
    /// Where the account stands.
    pub status: UserStatus,
    /// Whether the user may sign in.
    pub enabled: bool,
    /// When the user was created.
    pub created: Option<SystemTime>,
    /// When anything of the user was last changed.
    pub last_modified: Option<SystemTime>,
    /// The second factors; `None` where the service does not say: in lists, and of a user who was
    /// just created.
    pub mfa: Option<Mfa>,
}

impl User {
    pub(super) fn page(
        operation: &'static str,
        users: Option<Vec<UserType>>,
        next_token: Option<String>,
    ) -> Result<Page<Self>, Error> {
        let users = users.unwrap_or_default().into_iter();
        let users = users.map(|user| Self::of_list(operation, user));
        Ok(Page {
            items: users.collect::<Result<_, _>>()?,
            next_token,
        })
    }

    pub(super) fn of_list(operation: &'static str, user: UserType) -> Result<Self, Error> {
        let name = user.username.unwrap_or_default();
        Ok(Self {
            username: username(operation, &name)?,
            attributes: Attributes::from_sdk(user.attributes),
            status: status(user.user_status),
            enabled: user.enabled,
            created: system_time(user.user_create_date),
            last_modified: system_time(user.user_last_modified_date),
            mfa: None,
        })
    }

    pub(super) fn of_get(operation: &'static str, user: AdminGetUserOutput) -> Result<Self, Error> {
        Ok(Self {
            username: username(operation, &user.username)?,
            attributes: Attributes::from_sdk(user.user_attributes),
            status: status(user.user_status),
            enabled: user.enabled,
            created: system_time(user.user_create_date),
            last_modified: system_time(user.user_last_modified_date),
            mfa: Some(Mfa::from_sdk(
                user.user_mfa_setting_list,
                user.preferred_mfa_setting.as_deref(),
            )),
        })
    }
}

fn username(operation: &'static str, name: &str) -> Result<Username, Error> {
    Username::new(name).map_err(not_a_name(operation))
}

fn status(status: Option<UserStatusType>) -> UserStatus {
    status.map_or(UserStatus::Unknown, |status| status.as_str().into())
}
