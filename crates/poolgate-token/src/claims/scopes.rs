use alloc::string::String;
use core::fmt;

use serde::Serialize;
use serde_json::Value;

use super::from_claim::FromClaim;

/// The claim `scope` of an access token: what was granted.
///
/// An API sign-in grants `aws.cognito.signin.user.admin` alone (protocol.md 5.2).
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Scopes(String);

impl Scopes {
    /// Whether exactly this scope was granted.
    #[must_use]
    pub fn contains(&self, scope: &str) -> bool {
        self.iter().any(|granted| granted == scope)
    }

    /// The scopes in the order of the token.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        // RFC 6749 3.3: spaces, and nothing else, stand between scopes.
        self.0.split(' ').filter(|scope| !scope.is_empty())
    }

    /// Whether there is no scope at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The claim as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromClaim for Scopes {
    const EXPECTED: &'static str = String::EXPECTED;

    fn from_claim(value: Value) -> Result<Self, Value> {
        String::from_claim(value).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_a_whole_word() {
        let scopes = Scopes("openid  orders/read".into());
        assert!(scopes.contains("openid") && scopes.contains("orders/read"));
        assert!(!scopes.contains("open") && !scopes.contains("") && !scopes.contains("orders"));
        assert_eq!(scopes.iter().count(), 2);
        assert!(Scopes::default().is_empty());
    }
}
