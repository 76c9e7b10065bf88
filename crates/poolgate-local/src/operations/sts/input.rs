//! The parameters of a query call as the JSON that the service model describes.

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::error::StsError;
use super::parameters::Parameters;
use crate::constraints::{self, Service};
use crate::error;

/// The parameters that are numbers in the model; all others are texts.
const NUMBERS: [&str; 2] = ["DurationSeconds", "MinimumSessionTokenSize"];

/// How deep a name may nest: `PolicyArns.member.1.arn` has four parts, and no name has more.
const DEEPEST: usize = 4;

/// Reads the input of an action, once it has passed the constraints of the service model.
pub(super) fn read<I: DeserializeOwned>(
    action: &str,
    parameters: &Parameters<'_>,
) -> Result<I, StsError> {
    let input = of(parameters);
    constraints::check(Service::Sts, action, &input)?;
    serde_json::from_value(input)
        .map_err(error::internal)
        .map_err(|error: ServiceError| error.into())
}

/// `Tags.member.1.Key=k` becomes `{"Tags": [{"Key": "k"}]}`.
fn of(parameters: &Parameters<'_>) -> Value {
    let mut root = Node::default();
    for (name, value) in parameters.iter() {
        let parts: Vec<&str> = name.split('.').take(DEEPEST + 1).collect();
        if parts.len() <= DEEPEST {
            root.put(&parts, value);
        }
    }
    root.into_value("")
}

/// A value with the values below it.
#[derive(Default)]
struct Node<'a> {
    text: Option<&'a str>,
    below: BTreeMap<&'a str, Node<'a>>,
}

impl<'a> Node<'a> {
    fn put(&mut self, path: &[&'a str], text: &'a str) {
        match path {
            // Of a parameter that is given twice the first counts, as everywhere in STS here.
            [] => {
                self.text.get_or_insert(text);
            }
            [first, rest @ ..] => self.below.entry(first).or_default().put(rest, text),
        }
    }

    fn into_value(mut self, name: &str) -> Value {
        if let Some(members) = self.below.remove("member") {
            return members.into_list();
        }
        match self.text {
            Some(text) if self.below.is_empty() && !name.is_empty() => scalar(name, text),
            _ => {
                let below = self.below.into_iter();
                let members: Map<_, _> = below
                    .map(|(name, node)| (name.to_owned(), node.into_value(name)))
                    .collect();
                Value::Object(members)
            }
        }
    }

    /// In the order of the numbers, whatever gaps are between them.
    fn into_list(self) -> Value {
        let numbered: BTreeMap<u32, Node<'a>> = self
            .below
            .into_iter()
            .filter_map(|(index, node)| Some((index.parse().ok()?, node)))
            .collect();
        let items = numbered.into_values().map(|node| node.into_value("member"));
        Value::Array(items.collect())
    }
}

/// A text that is no number where one is wanted is left for the constraints to refuse.
fn scalar(name: &str, text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(number) if NUMBERS.contains(&name) => number.into(),
        _ => text.into(),
    }
}
