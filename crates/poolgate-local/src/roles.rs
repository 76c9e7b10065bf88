//! IAM roles that the server was told about, and whom they trust.
//!
//! IAM itself is not embedded: a role that nobody described exists, has the default settings and
//! trusts whom an identity pool names it for (`federation/trust.rs`).

mod condition;
mod statement;
mod string_list;
mod trust_policy;
mod wildcard;

use std::collections::BTreeMap;

use serde::Deserialize;

use self::trust_policy::InvalidTrustPolicy;
pub(crate) use self::trust_policy::{Attempt, Facts, Principal, TrustPolicy};

/// How long a session of a role lasts at most if nobody said otherwise, in seconds.
pub(crate) const DEFAULT_MAX_SESSION_DURATION: i64 = 3600;

/// An IAM role: its ARN, its trust policy and how long its sessions last at most.
///
/// ```
/// let roles = poolgate_local::Role::parse_list(r#"{
///     "Roles": [{
///         "Arn": "arn:aws:iam::123456789012:role/reader",
///         "MaxSessionDuration": 43200,
///         "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
///             "Effect": "Allow",
///             "Principal": { "Federated": "cognito-identity.amazonaws.com" },
///             "Action": "sts:AssumeRoleWithWebIdentity",
///             "Condition": { "StringEquals": {
///                 "cognito-identity.amazonaws.com:aud": "us-east-1:12345678-1234-1234-1234-123456789012"
///             } }
///         }] }
///     }]
/// }"#)?;
/// assert_eq!(roles[0].arn(), "arn:aws:iam::123456789012:role/reader");
/// # Ok::<(), poolgate_local::InvalidRoles>(())
/// ```
#[derive(Clone, Debug)]
pub struct Role {
    arn: String,
    trust: TrustPolicy,
    max_session_duration: i64,
}

impl Role {
    /// Reads roles as `aws iam list-roles` or `aws iam get-role` prints them. Members that have
    /// nothing to do with trust are ignored.
    pub fn parse_list(json: &str) -> Result<Vec<Self>, InvalidRoles> {
        let document: Document = serde_json::from_str(json).map_err(InvalidRoles::Json)?;
        let described = match document {
            Document::List { roles } => roles,
            Document::One { role } => vec![role],
        };
        described.into_iter().map(Self::try_from).collect()
    }

    /// The role's ARN.
    #[must_use]
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// Whether its trust policy lets a session begin by this action, with these tags if there are any:
    /// they want an action of their own.
    pub(crate) fn lets(
        &self,
        action: &str,
        tags: &BTreeMap<String, String>,
        attempt: &Attempt,
    ) -> bool {
        self.trust.allows(action, attempt)
            && (tags.is_empty() || self.trust.allows("sts:TagSession", attempt))
    }

    /// In seconds.
    pub(crate) fn max_session_duration(&self) -> i64 {
        self.max_session_duration
    }
}

/// Why a description of roles cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidRoles {
    /// Not the JSON that `aws iam list-roles` prints.
    #[error("not what `aws iam list-roles` prints: {0}")]
    Json(#[source] serde_json::Error),
    /// Not the ARN of a role.
    #[error("{0:?} is not the ARN of an IAM role")]
    Arn(String),
    /// A session lasts from one hour to twelve.
    #[error("the role {arn}: MaxSessionDuration is {seconds} s, not 3600 to 43200")]
    MaxSessionDuration {
        /// The role.
        arn: String,
        /// What was said, in seconds.
        seconds: i64,
    },
    /// The trust policy cannot be read, or asks for what this server does not know.
    #[error("the role {arn}: {reason}")]
    TrustPolicy {
        /// The role.
        arn: String,
        /// What is wrong.
        reason: String,
    },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Document {
    List {
        #[serde(rename = "Roles")]
        roles: Vec<Described>,
    },
    One {
        #[serde(rename = "Role")]
        role: Described,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Described {
    arn: String,
    assume_role_policy_document: serde_json::Value,
    #[serde(default = "default_max_session_duration")]
    max_session_duration: i64,
}

const fn default_max_session_duration() -> i64 {
    DEFAULT_MAX_SESSION_DURATION
}

impl TryFrom<Described> for Role {
    type Error = InvalidRoles;

    fn try_from(described: Described) -> Result<Self, InvalidRoles> {
        let Described {
            arn,
            assume_role_policy_document,
            max_session_duration,
        } = described;
        if crate::federation::RoleArn::parse(&arn).is_none() {
            return Err(InvalidRoles::Arn(arn));
        }
        if !(3600..=43_200).contains(&max_session_duration) {
            return Err(InvalidRoles::MaxSessionDuration {
                arn,
                seconds: max_session_duration,
            });
        }
        match TrustPolicy::parse(assume_role_policy_document) {
            Ok(trust) => Ok(Self {
                arn,
                trust,
                max_session_duration,
            }),
            Err(InvalidTrustPolicy(reason)) => Err(InvalidRoles::TrustPolicy { arn, reason }),
        }
    }
}

#[cfg(test)]
mod tests;
