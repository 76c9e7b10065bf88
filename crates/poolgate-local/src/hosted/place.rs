//! Which user pool's domain a request is addressed to: by host, or by a path below the issuer.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::uri::Authority;
use poolgate_flow::PoolId;

use crate::model::{UserPool, UserPoolDomain};
use crate::state::State;
use crate::wire::Request;

/// Where a request goes, as its head says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Address<'r> {
    /// `<prefix>.auth.localhost`: not every resolver knows these names, and most browsers do.
    Prefix { prefix: String, path: &'r str },
    /// The name of a domain itself, for whoever sends it here by a proxy or a hosts file.
    Name { name: String, path: &'r str },
    /// Below the pool's issuer, which works everywhere.
    Pool { pool_id: &'r str, path: &'r str },
}

/// A pool that has a domain, and how it was reached there.
#[derive(Clone, Debug)]
pub(crate) struct Place<'r> {
    pub(super) pool: Arc<UserPool>,
    /// What precedes the path in links and cookies: nothing, or `/<pool id>`.
    pub(super) base: String,
    /// The rest of the path, which begins with a slash; empty if it is `/<pool id>`.
    pub(super) path: &'r str,
}

impl<'r> Address<'r> {
    pub(super) fn of(request: &Request<'r>) -> Option<Self> {
        Self::parse(request.header("host"), request.path)
    }

    /// Nothing is looked up here: most requests are calls of the API, and pass by.
    pub(crate) fn parse(host: Option<&str>, path: &'r str) -> Option<Self> {
        if let Some(name) = host.and_then(name_of) {
            if let Some(prefix) = name.strip_suffix(".auth.localhost") {
                let prefix = prefix.to_owned();
                return Some(Self::Prefix { prefix, path });
            }
            if !name.ends_with("localhost") {
                return Some(Self::Name { name, path }).filter(|_| !is_document(path));
            }
        }
        Self::below_issuer(path)
    }

    fn below_issuer(path: &'r str) -> Option<Self> {
        let below = path.strip_prefix('/')?;
        let end = below.find('/').unwrap_or(below.len());
        let (pool_id, path) = below.split_at(end);
        let is_pool = !is_document(path) && pool_id.parse::<PoolId>().is_ok();
        is_pool.then_some(Self::Pool { pool_id, path })
    }

    /// The pool there; `None` if the request is for somebody else, and an explanation if it can only
    /// have been for a domain that is not there.
    pub(crate) fn find(&self, state: &State) -> Option<Result<Place<'r>, String>> {
        match self {
            Self::Prefix { prefix, path } => {
                let pool = pool_of_prefix(state, prefix);
                Some(pool.map(|pool| Place::at_root(pool, path)).ok_or_else(|| {
                    format!("No user pool has the domain {prefix}: CreateUserPoolDomain makes one.")
                }))
            }
            Self::Name { name, path } => {
                match pool_of_name(state, name) {
                    Some(pool) => Some(Ok(Place::at_root(pool, path))),
                    // The server itself may be known by any name.
                    None => Self::below_issuer(path)?.find(state),
                }
            }
            Self::Pool { pool_id, path } => {
                Some(pool_with_domain(state, pool_id).map(|pool| Place {
                    base: format!("/{pool_id}"),
                    pool,
                    path,
                }))
            }
        }
    }
}

impl<'r> Place<'r> {
    fn at_root(pool: Arc<UserPool>, path: &'r str) -> Self {
        Self {
            pool,
            base: String::new(),
            path,
        }
    }
}

/// The documents below an issuer are there with and without a domain.
fn is_document(path: &str) -> bool {
    path.starts_with("/.well-known/")
}

/// The name in a Host header, unless it is an address.
fn name_of(host: &str) -> Option<String> {
    let authority: Authority = host.parse().ok()?;
    let name = authority.host().to_ascii_lowercase();
    let is_address = name.starts_with('[') || name.parse::<IpAddr>().is_ok();
    (!is_address).then_some(name)
}

fn pool_of_prefix(state: &State, prefix: &str) -> Option<Arc<UserPool>> {
    let domain = state.named::<UserPoolDomain>(prefix)?;
    state
        .get(&domain.pool_id)
        .filter(|_| domain.custom.is_none())
}

fn pool_of_name(state: &State, name: &str) -> Option<Arc<UserPool>> {
    let prefix = name
        .ends_with(".amazoncognito.com")
        .then(|| name.split('.').next())
        .flatten();
    let domain = state.named::<UserPoolDomain>(prefix.unwrap_or(name))?;
    state.get(&domain.pool_id).filter(|_| domain.host() == name)
}

fn pool_with_domain(state: &State, pool_id: &str) -> Result<Arc<UserPool>, String> {
    let pool = state
        .get::<UserPool>(pool_id)
        .ok_or_else(|| format!("User pool {pool_id} does not exist."))?;
    let has_domain = UserPoolDomain::is_of(state, pool_id);
    has_domain.then_some(pool).ok_or_else(|| {
        format!("User pool {pool_id} has no domain: CreateUserPoolDomain makes one.")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn calls_and_documents_are_addressed_to_nobody() {
        for (host, path) in [
            ("127.0.0.1:9229", "/"),
            ("localhost", "/_poolgate/health"),
            ("localhost", "/us-east-1_Abc/.well-known/jwks.json"),
            ("[::1]:9229", "/.well-known/jwks_uri"),
            ("localhost", "/confirmUser"),
            ("localhost", "/no-pool"),
            ("localhost", "/no pool_x y/login"),
        ] {
            assert_eq!(Address::parse(Some(host), path), None, "{host}{path}");
        }
    }

    #[test]
    fn a_domain_is_reached_by_host_and_by_path() {
        let prefix = Address::parse(Some("App.Auth.LocalHost:9229"), "/login");
        let expected = Address::Prefix {
            prefix: "app".to_owned(),
            path: "/login",
        };
        assert_eq!(prefix, Some(expected));
        for host in [None, Some("127.0.0.1:9229"), Some("localhost")] {
            let pool = Address::parse(host, "/us-east-1_Abc/oauth2/token");
            let expected = Address::Pool {
                pool_id: "us-east-1_Abc",
                path: "/oauth2/token",
            };
            assert_eq!(pool, Some(expected));
        }
    }

    proptest! {
        #[test]
        fn the_path_that_is_left_is_the_end_of_the_path(host in ".*", path in "(/[a-z_0-9.-]*){0,4}") {
            let left = match Address::parse(Some(&host), &path) {
                Some(Address::Prefix { path, .. } | Address::Name { path, .. }) => path,
                Some(Address::Pool { pool_id, path: left }) => {
                    prop_assert_eq!(format!("/{pool_id}{left}"), path.clone());
                    left
                }
                None => return Ok(()),
            };
            prop_assert!(path.ends_with(left));
        }
    }
}
