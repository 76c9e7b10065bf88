use std::fmt;

use super::Logins;
use crate::Error;

/// Which role AWS credentials are asked for in.
///
/// ```
/// use poolgate::Role;
///
/// assert_eq!(Role::Suffix("reader".to_owned()).to_string(), "*reader");
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Role {
    /// The one that the identity pool chooses: by its rules, the user's preferred role, or its
    /// role for authenticated or unauthenticated users (protocol.md 8.3).
    #[default]
    Default,
    /// The one of this ARN, which must be one of the ID token's `cognito:roles`.
    Arn(String),
    /// The only one of the ID token's `cognito:roles` that ends so.
    Suffix(String),
}

impl Role {
    /// The role of this ARN, or the identity pool's choice without one.
    #[must_use]
    pub fn from_arn(arn: Option<String>) -> Self {
        arn.map_or(Self::Default, Self::Arn)
    }

    /// The role to ask the identity pool for; `None` leaves it the choice.
    pub(super) fn asked(&self, logins: &Logins) -> Result<Option<String>, Error> {
        match self {
            Self::Default => Ok(None),
            Self::Arn(arn) => Ok(Some(arn.clone())),
            Self::Suffix(suffix) => the_only(suffix, logins).map(Some),
        }
    }

    /// The role to ask STS for, which chooses none.
    pub(super) fn named(&self, logins: &Logins) -> Result<String, Error> {
        let preferred = || logins.users().find_map(|user| user.preferred_role.clone());
        self.asked(logins)?.or_else(preferred).ok_or(Error::NoRole)
    }
}

fn the_only(suffix: &str, logins: &Logins) -> Result<String, Error> {
    let mut candidates: Vec<String> = logins
        .users()
        .flat_map(|user| user.roles.iter().cloned())
        .collect();
    candidates.sort();
    candidates.dedup();
    let mut matching = candidates.iter().filter(|role| role.ends_with(suffix));
    match (matching.next(), matching.next()) {
        (Some(role), None) => Ok(role.clone()),
        (first, _) => Err(Error::RoleNotSingled {
            suffix: suffix.to_owned(),
            is_ambiguous: first.is_some(),
            candidates,
        }),
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => Ok(()),
            Self::Arn(arn) => f.write_str(arn),
            Self::Suffix(suffix) => write!(f, "*{suffix}"),
        }
    }
}
