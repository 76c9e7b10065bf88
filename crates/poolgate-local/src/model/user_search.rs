//! What users are searched by, and the lists that make a search as fast as its answer is long
//! (protocol.md 9.4).

use std::borrow::Cow;

use super::user::User;
use crate::state::Order;

/// An attribute that a filter may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SearchAttribute {
    Email,
    Enabled,
    FamilyName,
    GivenName,
    Name,
    PhoneNumber,
    PreferredUsername,
    Sub,
    Username,
    UserStatus,
}

/// Users in the order in which they are found, those whose places begin with `prefix`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UserRange {
    pub(crate) order: Order,
    pub(crate) prefix: String,
}

impl SearchAttribute {
    pub(crate) const ALL: [Self; 10] = [
        Self::Email,
        Self::Enabled,
        Self::FamilyName,
        Self::GivenName,
        Self::Name,
        Self::PhoneNumber,
        Self::PreferredUsername,
        Self::Sub,
        Self::Username,
        Self::UserStatus,
    ];

    /// The name in a filter.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Enabled => "status",
            Self::FamilyName => "family_name",
            Self::GivenName => "given_name",
            Self::Name => "name",
            Self::PhoneNumber => "phone_number",
            Self::PreferredUsername => "preferred_username",
            Self::Sub => "sub",
            Self::Username => "username",
            Self::UserStatus => "cognito:user_status",
        }
    }

    /// What a value is compared as: only the status disregards case.
    pub(crate) fn fold(self, value: &str) -> Cow<'_, str> {
        match self {
            Self::UserStatus => Cow::Owned(value.to_uppercase()),
            _ => Cow::Borrowed(value),
        }
    }

    /// What the user is found by.
    pub(crate) fn value_of(self, user: &User) -> Option<Cow<'_, str>> {
        match self {
            Self::Enabled if user.enabled => Some(Cow::Borrowed("Enabled")),
            Self::Enabled => Some(Cow::Borrowed("Disabled")),
            Self::Sub => Some(Cow::Borrowed(&user.sub)),
            Self::Username => Some(Cow::Borrowed(&user.username)),
            Self::UserStatus => Some(Cow::Borrowed(user.status.as_str())),
            _ => user.attributes.get(self.as_str()).map(Cow::Borrowed),
        }
    }

    /// The users of a pool whose value begins with this one, and perhaps others.
    pub(crate) fn beginning_with(self, pool_id: &str, value: &str) -> UserRange {
        let value = self.fold(value);
        match self {
            Self::Sub => UserRange {
                order: Order::Keys,
                prefix: User::key_of(pool_id, &value),
            },
            _ => UserRange {
                order: Order::Places,
                prefix: format!("{pool_id}/{}\0{value}", self.as_str()),
            },
        }
    }

    /// What the places of the users of a pool with this value begin with; the `sub` has none.
    pub(crate) fn equal_to(self, pool_id: &str, value: &str) -> Option<String> {
        let range = self.beginning_with(pool_id, value);
        (range.order == Order::Places).then(|| range.prefix + "\0")
    }
}
