//! The parts of botocore's `service-2.json` that are facts of the protocol. Its prose is not read.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A service.
#[derive(Deserialize)]
pub(super) struct Model {
    pub(super) operations: BTreeMap<String, Operation>,
    pub(super) shapes: BTreeMap<String, Shape>,
}

/// A call of the service.
#[derive(Deserialize)]
pub(super) struct Operation {
    pub(super) input: Option<Reference>,
    /// `none` for calls that are not signed.
    #[serde(rename = "authtype")]
    pub(super) auth_type: Option<String>,
}

/// A use of a shape.
#[derive(Deserialize)]
pub(super) struct Reference {
    pub(super) shape: String,
}

/// A type and its constraints.
#[derive(Deserialize)]
pub(super) struct Shape {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) sensitive: bool,
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    pub(super) pattern: Option<String>,
    #[serde(default, rename = "enum")]
    pub(super) values: Vec<String>,
    #[serde(default)]
    pub(super) members: Members,
    #[serde(default)]
    pub(super) required: Vec<String>,
    pub(super) member: Option<Reference>,
    pub(super) key: Option<Reference>,
    pub(super) value: Option<Reference>,
}

impl Shape {
    /// The names of the shapes that this one is made of.
    pub(super) fn references(&self) -> impl Iterator<Item = &str> {
        let members = self.members.0.iter().map(|(_, reference)| reference);
        let parts = [&self.member, &self.key, &self.value].into_iter().flatten();
        members
            .chain(parts)
            .map(|reference| reference.shape.as_str())
    }
}

/// The members of a structure in the model's own order, which a map would lose.
#[derive(Default)]
pub(super) struct Members(pub(super) Vec<(String, Reference)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the members of a structure")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    members.push(entry);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}
