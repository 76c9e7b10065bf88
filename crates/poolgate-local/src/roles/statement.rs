//! One statement of a trust policy.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::condition::{self, Condition};
use super::string_list::StringList;
use super::trust_policy::{Attempt, Principal};
use super::wildcard;

#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) effect: Effect,
    principals: Principals,
    actions: StringList,
    conditions: Vec<Condition>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Effect {
    Allow,
    Deny,
}

/// As it is written.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Written {
    #[serde(rename = "Sid")]
    _sid: Option<String>,
    effect: Effect,
    principal: Principals,
    action: StringList,
    #[serde(default)]
    condition: BTreeMap<String, BTreeMap<String, Value>>,
}

/// Whom a statement is about.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Principals {
    Named(Named),
    Everybody(Star),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    #[serde(rename = "AWS")]
    aws: Option<StringList>,
    #[serde(rename = "Federated")]
    federated: Option<StringList>,
    #[serde(rename = "Service")]
    _service: Option<StringList>,
    #[serde(rename = "CanonicalUser")]
    _canonical_user: Option<StringList>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
enum Star {
    #[serde(rename = "*")]
    Star,
}

impl Statement {
    pub(super) fn parse(value: Value) -> Result<Self, String> {
        let written: Written = serde_json::from_value(value)
            .map_err(|error| format!("a statement of the trust policy: {error}"))?;
        Ok(Self {
            effect: written.effect,
            principals: written.principal,
            actions: written.action,
            conditions: condition::parse(&written.condition)?,
        })
    }

    /// Whether the statement is about this action of this attempt.
    pub(super) fn is_about(&self, action: &str, attempt: &Attempt) -> bool {
        // IAM compares actions without regard to case.
        let action = action.to_lowercase();
        let mut actions = self.actions.iter();
        actions.any(|pattern| wildcard::fits(&pattern.to_lowercase(), &action))
            && self.principals.include(&attempt.principal)
            && self.conditions.iter().all(|it| it.holds(&attempt.facts))
    }
}

impl Principals {
    fn include(&self, principal: &Principal) -> bool {
        let named = match self {
            Self::Everybody(Star::Star) => return true,
            Self::Named(named) => named,
        };
        match principal {
            Principal::Aws { account_id, arns } => {
                named.aws.iter().flat_map(StringList::iter).any(|name| {
                    name == "*" || name == account_id || arns.iter().any(|arn| arn == name)
                })
            }
            Principal::Federated(providers) => named
                .federated
                .iter()
                .flat_map(StringList::iter)
                .any(|name| name == "*" || providers.iter().any(|known| known == name)),
        }
    }
}
