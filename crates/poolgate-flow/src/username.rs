use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

use crate::Error;

/// What a person typed to say who they are: a username, an alias (e-mail, phone, preferred
/// username) or a `sub`; 1 to 128 characters without white space or control characters.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Username(String);

impl Username {
    /// Takes the name as typed; nothing is trimmed or folded, since pools may be case-sensitive.
    pub fn new(name: &str) -> Result<Self, Error> {
        let length = name.chars().count();
        if length == 0 || length > 128 || name.chars().any(|c| c.is_whitespace() || c.is_control())
        {
            return Err(Error::InvalidUsername { length });
        }
        Ok(Self(name.to_owned()))
    }

    /// The name as typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
