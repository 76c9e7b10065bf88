//! The domain that a user pool's pages and OAuth endpoints are under.

use serde::{Deserialize, Serialize};

use super::user_pool::Object;
use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// A domain of a pool, which has at most one of each kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct UserPoolDomain {
    pub(crate) pool_id: String,
    /// The first label below the service's own domain, or a whole name of somebody else's.
    pub(crate) domain: String,
    /// The certificate of a custom domain, under its wire names; prefix domains have none.
    pub(crate) custom: Option<Object>,
    pub(crate) managed_login_version: ManagedLoginVersion,
    /// Where the service would have it served from.
    pub(crate) distribution: String,
    pub(crate) modified: UnixTime,
}

/// Which pages a domain shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub(crate) enum ManagedLoginVersion {
    /// The classic hosted UI.
    #[default]
    Classic,
    /// Managed login.
    Managed,
}

/// A version that no pages have.
#[derive(Debug, thiserror::Error)]
#[error("the managed login version {0} is neither 1 nor 2")]
pub(crate) struct UnknownVersion(i64);

impl TryFrom<i64> for ManagedLoginVersion {
    type Error = UnknownVersion;

    fn try_from(version: i64) -> Result<Self, UnknownVersion> {
        match version {
            1 => Ok(Self::Classic),
            2 => Ok(Self::Managed),
            other => Err(UnknownVersion(other)),
        }
    }
}

impl From<ManagedLoginVersion> for i64 {
    fn from(version: ManagedLoginVersion) -> Self {
        match version {
            ManagedLoginVersion::Classic => 1,
            ManagedLoginVersion::Managed => 2,
        }
    }
}

impl UserPoolDomain {
    /// The name under which browsers reach it. A pool's Region is the first part of its id here: this
    /// server has no replicas.
    pub(crate) fn host(&self) -> String {
        if self.custom.is_some() {
            return self.domain.clone();
        }
        let region = self.pool_id.split('_').next().unwrap_or_default();
        format!("{}.auth.{region}.amazoncognito.com", self.domain)
    }

    /// Whether a pool has a domain of either kind.
    pub(crate) fn is_of(state: &State, pool_id: &str) -> bool {
        state.user_pool_domains.len_in_pool(pool_id) > 0
    }

    /// The primary key of a pool's prefix domain or of its custom one.
    pub(crate) fn key_of(pool_id: &str, is_custom: bool) -> String {
        let kind = if is_custom { "custom" } else { "prefix" };
        format!("{pool_id}/{kind}")
    }
}

impl Entity for UserPoolDomain {
    const TABLE: &'static str = "user_pool_domains";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, self.custom.is_some())
    }

    /// No two pools of the server have the same domain.
    fn names(&self) -> Vec<String> {
        vec![self.domain.clone()]
    }

    fn table(state: &State) -> &Table<Self> {
        &state.user_pool_domains
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.user_pool_domains
    }
}
