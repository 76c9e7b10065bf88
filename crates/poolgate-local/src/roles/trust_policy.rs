//! The trust policy of a role: who may assume it.

use percent_encoding::percent_decode_str;
use serde_json::Value;

pub(crate) use super::condition::Facts;
use super::statement::{Effect, Statement};

/// The statements of a trust policy.
#[derive(Clone, Debug)]
pub(crate) struct TrustPolicy(Vec<Statement>);

/// What is wrong with a policy.
#[derive(Debug)]
pub(super) struct InvalidTrustPolicy(pub(super) String);

/// Somebody wants to assume the role.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) principal: Principal,
    pub(crate) facts: Facts,
}

/// Who somebody is to IAM.
#[derive(Clone, Debug)]
pub(crate) enum Principal {
    /// The names that an AWS principal goes by: the account's root and, of a session, the role.
    Aws {
        account_id: String,
        arns: Vec<String>,
    },
    /// The names of a provider of identities.
    Federated(Vec<String>),
}

impl TrustPolicy {
    /// Reads a policy: an object, or its text as IAM's API has it, percent-encoded.
    pub(super) fn parse(document: Value) -> Result<Self, InvalidTrustPolicy> {
        let document = match document {
            Value::String(text) => decode(&text)?,
            document => document,
        };
        let statements = match document.get("Statement") {
            Some(Value::Array(statements)) => statements.clone(),
            Some(statement) => vec![statement.clone()],
            None => {
                return Err(InvalidTrustPolicy(
                    "the trust policy has no Statement".into(),
                ));
            }
        };
        let statements = statements.into_iter().map(Statement::parse);
        statements
            .collect::<Result<_, _>>()
            .map(Self)
            .map_err(InvalidTrustPolicy)
    }

    /// Whether the policy lets the attempt do this: somebody allows it, and nobody denies it.
    pub(crate) fn allows(&self, action: &str, attempt: &Attempt) -> bool {
        let mut about = self
            .0
            .iter()
            .filter(|statement| statement.is_about(action, attempt));
        let mut allowed = false;
        about.all(|statement| {
            allowed |= statement.effect == Effect::Allow;
            statement.effect != Effect::Deny
        }) && allowed
    }
}

fn decode(text: &str) -> Result<Value, InvalidTrustPolicy> {
    let decoded = percent_decode_str(text).decode_utf8_lossy();
    serde_json::from_str(&decoded)
        .map_err(|error| InvalidTrustPolicy(format!("the trust policy is no JSON: {error}")))
}
