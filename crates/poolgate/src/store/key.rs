use std::fmt::Write as _;

use poolgate_flow::{ClientId, PoolId};
use sha2::{Digest as _, Sha256};

/// Which session: of this pool and app client, and of this user if the caller names one.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct SessionKey {
    pub(crate) pool_id: PoolId,
    pub(crate) client_id: ClientId,
    pub(crate) user: Option<String>,
}

impl SessionKey {
    /// The session of whoever is signed in at this app client.
    #[must_use]
    pub fn new(pool_id: PoolId, client_id: ClientId) -> Self {
        Self {
            pool_id,
            client_id,
            user: None,
        }
    }

    /// The session of this user only. Any name will do that the caller always uses for this user,
    /// such as the one typed at sign-in.
    #[must_use]
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into());
        self
    }

    /// The user pool.
    #[must_use]
    pub fn pool_id(&self) -> &PoolId {
        &self.pool_id
    }

    /// The app client.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// The user, if one is named.
    #[must_use]
    pub fn user_name(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// Whether a record that says to be of the other key is of this one.
    pub(crate) fn check_same(&self, other: &Self) -> Result<(), Tampered> {
        let user = |key: &Self| key.user.clone().unwrap_or_default();
        let members = [
            (
                "user pool",
                self.pool_id.to_string(),
                other.pool_id.to_string(),
            ),
            (
                "app client",
                self.client_id.to_string(),
                other.client_id.to_string(),
            ),
            ("user", user(self), user(other)),
        ];
        let differs = |member: &(&str, String, String)| member.1 != member.2;
        match members.into_iter().find(differs) {
            Some((member, expected, actual)) => Err(Tampered {
                member,
                expected,
                actual,
            }),
            None => Ok(()),
        }
    }

    /// A name for this key's files. It tells people the pool; the rest is a hash, since a user's
    /// name may hold any character and is nobody's business in a directory listing.
    pub(crate) fn file_stem(&self, more: &[&str]) -> String {
        let user = self.user.as_deref();
        let mut hash = Sha256::new();
        let members = [
            self.pool_id.as_str(),
            self.client_id.as_str(),
            user.unwrap_or_default(),
        ];
        for member in members.iter().chain(more) {
            // Lengths keep ("ab", "c") and ("a", "bc") apart.
            hash.update((member.len() as u64).to_be_bytes());
            hash.update(member.as_bytes());
        }
        hash.update([u8::from(user.is_some())]);
        let mut stem = format!("{}-", self.pool_id);
        for byte in &hash.finalize()[..12] {
            let _ = write!(stem, "{byte:02x}");
        }
        stem
    }
}

/// A member of a record that is not what its key says.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the record belongs to another {member}: expected {expected:?}, found {actual:?}")]
pub struct Tampered {
    /// Which member.
    pub member: &'static str,
    /// What the key says.
    pub expected: String,
    /// What the record says.
    pub actual: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SessionKey {
        SessionKey::new(
            "eu-west-1_Example".parse().unwrap(),
            "client".parse().unwrap(),
        )
    }

    #[test]
    fn each_user_has_a_file_of_their_own() {
        let stems = [key(), key().user(""), key().user("ana"), key().user("Ana")]
            .map(|key| key.file_stem(&[]));
        for (index, stem) in stems.iter().enumerate() {
            assert!(stem.starts_with("eu-west-1_Example-"), "{stem}");
            assert!(!stems[..index].contains(stem), "{stem}");
        }
        assert_ne!(key().file_stem(&["ab", "c"]), key().file_stem(&["a", "bc"]));
    }

    #[test]
    fn a_users_name_cannot_leave_the_directory() {
        let stem = key().user("../../etc/passwd\0").file_stem(&["/"]);
        assert!(
            !stem.contains(['/', '\0']) && !stem.contains(".."),
            "{stem}"
        );
    }
}
