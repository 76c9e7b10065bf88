//! Whom the server believes beside itself, for identity pools and STS.

use std::collections::BTreeSet;

use crate::roles::Role;
use crate::trusted_issuer::TrustedIssuer;

/// Whom the server believes beside itself. By default nobody: it has no keys of other issuers, and
/// IAM's roles trust the identity pools that name them.
///
/// ```
/// use poolgate_local::Trust;
///
/// let trust = Trust::default().opaque_provider("graph.facebook.com");
/// let server = poolgate_local::Server::builder().trust(trust);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a server is to be told of it"]
pub struct Trust {
    roles: Vec<Role>,
    issuers: Vec<TrustedIssuer>,
    opaque_providers: BTreeSet<String>,
}

impl Trust {
    /// Describes one more IAM role: whom it trusts, and how long its sessions last at most. A role
    /// that is not described trusts whom an identity pool names it for, and the account, for an
    /// hour. Of two descriptions of a role the last counts.
    pub fn role(mut self, role: Role) -> Self {
        self.roles.push(role);
        self
    }

    /// Has the tokens of one more issuer verified. Of two with the same name the last counts.
    pub fn issuer(mut self, issuer: TrustedIssuer) -> Self {
        self.issuers.push(issuer);
        self
    }

    /// Takes any token of this provider for good, `graph.facebook.com` for example: only the
    /// provider itself could verify such tokens. Whoever brings the same token is the same person.
    pub fn opaque_provider(mut self, name: impl Into<String>) -> Self {
        self.opaque_providers.insert(name.into());
        self
    }

    pub(crate) fn role_of(&self, arn: &str) -> Option<&Role> {
        self.roles.iter().rev().find(|role| role.arn() == arn)
    }

    /// The issuer that identity pools know by this name.
    pub(crate) fn issuer_of(&self, provider: &str) -> Option<&TrustedIssuer> {
        let mut issuers = self.issuers.iter().rev();
        issuers.find(|issuer| issuer.provider() == provider)
    }

    /// The issuer that a token names.
    pub(crate) fn issuer_named(&self, issuer: &str) -> Option<&TrustedIssuer> {
        self.issuers.iter().rev().find(|it| it.is_named(issuer))
    }

    pub(crate) fn takes_opaque(&self, provider: &str) -> bool {
        self.opaque_providers.contains(provider)
    }
}
