//! JSON objects in which a member's name occurs once.
//!
//! RFC 7519 4 lets a reader refuse duplicate names or take the last one. Two readers of one token
//! that take different ones see different claims, so they are refused: at the top level of the
//! header and the claims, and in each key. Deeper objects are data of the application, which are
//! handed over as `serde_json` reads them.

use alloc::string::String;
use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::error::{Error, Part};

/// The members of a JSON object, not yet checked for duplicates.
pub(crate) struct Object {
    members: Map<String, Value>,
    duplicate: Option<String>,
}

impl Object {
    pub(crate) fn parse(text: &[u8], part: Part) -> Result<Map<String, Value>, Error> {
        from_slice::<Self>(text, part)?.into_members(part)
    }

    pub(crate) fn into_members(self, part: Part) -> Result<Map<String, Value>, Error> {
        match self.duplicate {
            Some(name) => Err(Error::DuplicateMember { part, name }),
            None => Ok(self.members),
        }
    }
}

pub(crate) fn from_slice<'a, T: Deserialize<'a>>(text: &'a [u8], part: Part) -> Result<T, Error> {
    // serde_json's own text could quote what is in the token, so only the place is kept.
    serde_json::from_slice(text).map_err(|error| Error::Json {
        part,
        line: error.line(),
        column: error.column(),
    })
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Object, A::Error> {
        let mut object = Object {
            members: Map::new(),
            duplicate: None,
        };
        while let Some((name, value)) = access.next_entry::<String, Value>()? {
            if object.members.contains_key(&name) {
                object.duplicate.get_or_insert(name);
            } else {
                object.members.insert(name, value);
            }
        }
        Ok(object)
    }
}
