//! A user of a user pool.

use std::fmt;

use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine};
use serde::{Deserialize, Serialize};
use zeroize::ZeroizeOnDrop;

use super::attributes::{Attribute, Attributes};
use super::linked_identity::LinkedIdentity;
use super::mfa_factor::MfaPreference;
use super::user_pool::UserPool;
use super::user_search::SearchAttribute;
use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// A user.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) pool_id: String,
    /// The UUID that identifies the user for ever.
    pub(crate) sub: String,
    /// The name that tokens and SRP carry: chosen by the caller, or the `sub` where the pool signs
    /// in by e-mail address or phone number (protocol.md 9.1).
    pub(crate) username: String,
    pub(crate) naming: Naming,
    pub(crate) attributes: Attributes,
    pub(crate) enabled: bool,
    pub(crate) status: UserStatus,
    pub(crate) credential: Option<Credential>,
    /// Passwords that must not come back, the newest first; empty unless the pool keeps a history.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) former_credentials: Vec<Credential>,
    #[serde(default)]
    pub(crate) mfa: MfaPreference,
    /// Who the user is at external providers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) identities: Vec<LinkedIdentity>,
    pub(crate) created: UnixTime,
    pub(crate) modified: UnixTime,
    /// Counts the global sign-outs: tokens of an earlier count are revoked.
    pub(crate) sign_outs: u64,
}

/// What a user may do (protocol.md 9.1); the service's other states never come about here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum UserStatus {
    Confirmed,
    /// Comes by an external provider, and has no password here.
    ExternalProvider,
    ForceChangePassword,
    ResetRequired,
    Unconfirmed,
}

impl UserStatus {
    /// Whether the user may be let in, once it is proven who it is. A password that is to be changed
    /// keeps nobody out who came without it, as linked users do (U).
    pub(crate) const fn may_be_let_in(self) -> bool {
        !matches!(self, Self::ResetRequired | Self::Unconfirmed)
    }

    /// The status as texts quote it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::ExternalProvider => "EXTERNAL_PROVIDER",
            Self::ForceChangePassword => "FORCE_CHANGE_PASSWORD",
            Self::ResetRequired => "RESET_REQUIRED",
            Self::Unconfirmed => "UNCONFIRMED",
        }
    }
}

/// The pool's rules on names, which never change once the pool exists.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Naming {
    case_sensitive: bool,
    /// Attributes that are names of the user, verified or not.
    username_attributes: Vec<String>,
    /// Attributes that are names of the user once verified.
    alias_attributes: Vec<String>,
}

impl Naming {
    pub(crate) fn of(pool: &UserPool) -> Self {
        Self {
            case_sensitive: pool.is_case_sensitive(),
            username_attributes: pool
                .settings
                .username_attributes
                .clone()
                .unwrap_or_default(),
            alias_attributes: pool.settings.alias_attributes.clone().unwrap_or_default(),
        }
    }

    /// The same for whoever comes by an external provider: nobody is found by what a provider says of
    /// somebody, lest it lead to somebody else's account.
    pub(crate) fn of_external(pool: &UserPool) -> Self {
        Self {
            case_sensitive: pool.is_case_sensitive(),
            username_attributes: Vec::new(),
            alias_attributes: Vec::new(),
        }
    }

    /// Whether the given username is an attribute and the real one a UUID.
    pub(crate) fn by_attribute(&self) -> bool {
        !self.username_attributes.is_empty()
    }

    pub(crate) fn has_username_attribute(&self, name: &str) -> bool {
        self.username_attributes.iter().any(|known| known == name)
    }

    pub(crate) fn has_alias(&self, name: &str) -> bool {
        self.alias_attributes.iter().any(|known| known == name)
    }

    /// A name as it is compared.
    pub(crate) fn fold(&self, name: &str) -> String {
        fold(name, self.case_sensitive)
    }

    /// The attributes whose values are names of a user with these attributes.
    fn naming_attributes<'a>(
        &'a self,
        attributes: &'a Attributes,
    ) -> impl Iterator<Item = &'a str> {
        let usernames = self.username_attributes.iter();
        // A preferred username has nothing to verify.
        let aliases = self
            .alias_attributes
            .iter()
            .filter(|name| name.as_str() == "preferred_username" || attributes.is_verified(name));
        usernames
            .chain(aliases)
            .filter_map(|name| attributes.get(name))
    }
}

/// What a user of the pool is found by who goes by this name.
pub(crate) fn name_index(pool_id: &str, name: &str, case_sensitive: bool) -> String {
    format!("{pool_id}/{}", fold(name, case_sensitive))
}

fn fold(name: &str, case_sensitive: bool) -> String {
    if case_sensitive {
        name.to_owned()
    } else {
        name.to_lowercase()
    }
}

/// A password as the server keeps it: an SRP verifier and its salt, never the password.
#[derive(Clone, Serialize, Deserialize, ZeroizeOnDrop)]
pub(crate) struct Credential {
    /// Hexadecimal, the same for every sign-in of the user (protocol.md 1.2).
    pub(crate) salt: String,
    #[serde(with = "base64_bytes")]
    pub(crate) verifier: Vec<u8>,
    /// For a temporary password, when it ceases to work.
    #[zeroize(skip)]
    pub(crate) expires: Option<UnixTime>,
}

impl Credential {
    pub(crate) fn is_temporary(&self) -> bool {
        self.expires.is_some()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Credential([redacted])")
    }
}

impl User {
    /// What the user types at sign-in, which is no UUID that nobody told them.
    pub(crate) fn sign_in_name(&self) -> &str {
        let attributes = ["email", "phone_number"].into_iter();
        attributes
            .filter(|name| self.naming.has_username_attribute(name))
            .find_map(|name| self.attributes.get(name))
            .unwrap_or(&self.username)
    }

    /// The attributes as descriptions show them: the identities are the last, as JSON in text.
    pub(crate) fn described_attributes(&self) -> impl Iterator<Item = Attribute> {
        let identities = (!self.identities.is_empty()).then(|| {
            let all: Vec<_> = self
                .identities
                .iter()
                .map(LinkedIdentity::described)
                .collect();
            Attribute {
                name: "identities".to_owned(),
                value: serde_json::Value::from(all).to_string(),
            }
        });
        self.attributes.iter().cloned().chain(identities)
    }

    /// Ceases to be found by an alias that another user has proven to hold.
    pub(crate) fn lose_alias(&mut self, attribute: &str) {
        match attribute {
            "email" => self.attributes.set("email_verified", "false"),
            "phone_number" => self.attributes.set("phone_number_verified", "false"),
            other => self.attributes.set(other, ""),
        }
    }

    /// Whether the user is found by what this attribute says.
    pub(crate) fn goes_by(&self, attribute: &str) -> bool {
        let naming = &self.naming;
        naming.has_username_attribute(attribute)
            || naming.has_alias(attribute)
                && (attribute == "preferred_username" || self.attributes.is_verified(attribute))
    }

    /// The primary key of a user.
    pub(crate) fn key_of(pool_id: &str, sub: &str) -> String {
        format!("{pool_id}/{sub}")
    }
}

impl Entity for User {
    const TABLE: &'static str = "users";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.sub)
    }

    fn names(&self) -> Vec<String> {
        let index = |name| name_index(&self.pool_id, name, self.naming.case_sensitive);
        let attributes = self.naming.naming_attributes(&self.attributes).map(index);
        let identities = self.identities.iter().map(|identity| {
            let (provider, attribute) = (&identity.provider_name, &identity.attribute);
            LinkedIdentity::index(&self.pool_id, provider, attribute, &identity.value)
        });
        std::iter::once(index(&self.username))
            .chain(attributes)
            .chain(identities)
            .collect()
    }

    /// In the list of each attribute that users are searched by, but for the `sub`, by which the
    /// table itself is ordered.
    fn places(&self) -> Vec<String> {
        let places = SearchAttribute::ALL.into_iter().map(|attribute| {
            let value = attribute.value_of(self)?;
            let prefix = attribute.equal_to(&self.pool_id, &value)?;
            Some(prefix + &self.sub)
        });
        places.flatten().collect()
    }

    fn table(state: &State) -> &Table<Self> {
        &state.users
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.users
    }
}

/// Bytes in JSON.
mod base64_bytes {
    use serde::{Deserializer, Serializer, de};

    use super::{BASE64_STANDARD_NO_PAD, Deserialize, Engine};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD_NO_PAD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64_STANDARD_NO_PAD
            .decode(text)
            .map_err(de::Error::custom)
    }
}
