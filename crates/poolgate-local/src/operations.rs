//! The operations: one small file each, and one line each in the table of its service.

mod identity_pools;
pub(crate) mod page;
pub(crate) mod sts;
mod user_pools;

use std::collections::HashMap;

use poolgate_flow::{ErrorCode, ServiceError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::constraints::Service;
use crate::core::Context;
use crate::error;

/// One operation of the service: its input, its checks, its effect, its output.
pub(crate) trait Operation {
    /// The name on the wire.
    const NAME: &'static str;
    /// The request's members.
    type Input: DeserializeOwned;
    /// The response's members.
    type Output: Serialize;

    /// Carries it out; the input has passed the constraints of the service model.
    fn run(input: Self::Input, context: &Context<'_>) -> Result<Self::Output, ServiceError>;
}

/// What an operation answers that the model gives no output: an empty body (protocol.md 0).
#[derive(Debug, Serialize)]
pub(crate) struct Nothing;

/// A line of the table. Whether a call must be signed is a fact of the service model.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) service: Service,
    pub(crate) name: &'static str,
    /// Takes the request's members, answers the response's body.
    pub(crate) run: fn(Value, &Context<'_>) -> Result<Vec<u8>, ServiceError>,
}

impl Entry {
    /// The line for operation `O`.
    pub(crate) const fn new<O: Operation>(service: Service) -> Self {
        Self {
            service,
            name: O::NAME,
            run: run::<O>,
        }
    }
}

/// Every operation by service target and name.
pub(crate) fn by_target() -> HashMap<(&'static str, &'static str), &'static Entry> {
    [user_pools::OPERATIONS, identity_pools::OPERATIONS]
        .into_iter()
        .flatten()
        .map(|entry| ((target(entry.service), entry.name), entry))
        .collect()
}

/// What precedes the dot in `X-Amz-Target`; STS speaks another protocol and has none.
const fn target(service: Service) -> &'static str {
    match service {
        Service::CognitoIdp => "AWSCognitoIdentityProviderService",
        Service::CognitoIdentity => "AWSCognitoIdentityService",
        Service::Sts => "",
    }
}

fn run<O: Operation>(input: Value, context: &Context<'_>) -> Result<Vec<u8>, ServiceError> {
    let input = serde_json::from_value(input)
        .map_err(|error| ServiceError::new(ErrorCode::Serialization, error.to_string()))?;
    let output = O::run(input, context)?;
    let body = serde_json::to_vec(&output).map_err(error::internal)?;
    // So is `Nothing` written.
    Ok(if body == b"null" { Vec::new() } else { body })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table says what is answered, in the order of the alphabet, and nothing else.
    #[test]
    fn the_table_of_operations_is_true() {
        let document = include_str!("../../../docs/operations.md");
        for (heading, entries) in [
            ("## User pools", user_pools::OPERATIONS),
            ("## Identity pools", identity_pools::OPERATIONS),
        ] {
            let (_, table) = document.split_once(heading).unwrap();
            let (table, _) = table.split_once("| **").unwrap();
            let listed: Vec<&str> = table.lines().filter_map(on_server).collect();
            let mut answered: Vec<&str> = entries.iter().map(|entry| entry.name).collect();
            answered.sort_unstable();
            assert_eq!(listed, answered);
        }
    }

    /// The operation of a row, if the row says that the server has it.
    fn on_server(row: &str) -> Option<&str> {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        match cells[..] {
            ["", name, _, "✓", ..] => Some(name),
            _ => None,
        }
    }
}
