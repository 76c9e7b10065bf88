//! What the ID token says of groups and their roles (protocol.md 5.3).

use std::sync::Arc;

use serde::Serialize;

use crate::model::Group;

/// The three claims; each is absent when there is nothing to say.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct GroupClaims<'a> {
    #[serde(rename = "cognito:groups", skip_serializing_if = "Vec::is_empty")]
    groups: Vec<&'a str>,
    #[serde(
        rename = "cognito:preferred_role",
        skip_serializing_if = "Option::is_none"
    )]
    preferred_role: Option<&'a str>,
    #[serde(rename = "cognito:roles", skip_serializing_if = "Vec::is_empty")]
    roles: Vec<&'a str>,
}

impl<'a> GroupClaims<'a> {
    /// The claims of somebody who is in these groups, the best precedence first.
    pub(crate) fn of(groups: &'a [Arc<Group>]) -> Self {
        let mut roles = Vec::new();
        for role in groups.iter().filter_map(|group| group.role_arn.as_deref()) {
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        Self {
            groups: groups.iter().map(|group| group.name.as_str()).collect(),
            preferred_role: preferred_role(groups),
            roles,
        }
    }

    /// The names, as the access token repeats them.
    pub(crate) fn names(&self) -> Vec<String> {
        self.groups.iter().map(|name| (*name).to_owned()).collect()
    }
}

/// The role of the best group that has one; none if groups of the same precedence disagree.
fn preferred_role(groups: &[Arc<Group>]) -> Option<&str> {
    let mut with_role = groups
        .iter()
        .filter_map(|group| Some((group.precedence, group.role_arn.as_deref()?)));
    let (best, role) = with_role.next()?;
    with_role
        .take_while(|(precedence, _)| *precedence == best)
        .all(|(_, other)| other == role)
        .then_some(role)
}
