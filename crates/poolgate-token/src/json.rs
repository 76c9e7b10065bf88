//! JSON objects in which a member's name occurs once.
//!
//! RFC 7519 4 lets a reader refuse duplicate names or take the last one. Two readers of one token
//! that take different ones see different claims, so they are refused: at the top level of the
//! header and the claims, and in each key. Deeper objects are data of the application, which are
//! handed over as `serde_json` reads them.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as DeserializeError, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::error::{Error, Part};

/// Where the members of an object are kept.
pub(crate) trait Members: Default {
    fn contains(&self, name: &str) -> bool;

    fn insert(&mut self, name: Cow<'_, str>, value: Value);
}

/// An object, not yet checked for duplicate names.
pub(crate) struct Object<M> {
    members: M,
    duplicate: Option<String>,
}

impl<M: Members> Object<M> {
    pub(crate) fn parse(text: &[u8], part: Part) -> Result<M, Error> {
        from_slice::<Self>(text, part)?.into_members(part)
    }

    pub(crate) fn into_members(self, part: Part) -> Result<M, Error> {
        match self.duplicate {
            Some(name) => Err(Error::DuplicateMember { part, name }),
            None => Ok(self.members),
        }
    }
}

pub(crate) fn from_slice<'a, T: Deserialize<'a>>(text: &'a [u8], part: Part) -> Result<T, Error> {
    // serde_json's own text could quote what is in the token, so only the place is kept.
    let result = match core::str::from_utf8(text) {
        // Checking the encoding once is faster than string by string.
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(text),
    };
    result.map_err(|error| Error::Json {
        part,
        line: error.line(),
        column: error.column(),
    })
}

impl Members for Map<String, Value> {
    fn contains(&self, name: &str) -> bool {
        self.contains_key(name)
    }

    fn insert(&mut self, name: Cow<'_, str>, value: Value) {
        self.insert(name.into_owned(), value);
    }
}

impl<'de, M: Members> Deserialize<'de> for Object<M> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<M>(PhantomData<M>);

impl<'de, M: Members> Visitor<'de> for ObjectVisitor<M> {
    type Value = Object<M>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Object<M>, A::Error> {
        let mut object = Object {
            members: M::default(),
            duplicate: None,
        };
        while let Some((Name(name), value)) = access.next_entry::<Name<'de>, Value>()? {
            if object.members.contains(&name) {
                object.duplicate.get_or_insert(name.into_owned());
            } else {
                object.members.insert(name, value);
            }
        }
        Ok(object)
    }
}

/// A member's name, borrowed from the text when nothing in it is escaped. `Cow` itself is always
/// read as owned.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_borrowed_str<E: DeserializeError>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E: DeserializeError>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }
}
