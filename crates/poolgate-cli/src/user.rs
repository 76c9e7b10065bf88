//! Who is signed in, for commands that go on from there.

use std::sync::Arc;

use poolgate::{Error, IdentityPool, Session, TokenSet};

use crate::arguments::Connection;
use crate::failure::Failure;
use crate::profile::{Profile, Resolved};
use crate::reachable::Reachable;
use crate::session;
use crate::signed_in;

/// The user of a profile, and the services that answer for it.
#[derive(Debug)]
pub(crate) struct User {
    /// What the session is kept under.
    pub(crate) name: String,
    reachable: Reachable,
}

impl User {
    /// The user that the arguments name, or who signed in last.
    pub(crate) fn signed_in(connection: &Connection) -> Result<Self, Failure> {
        let profile = Resolved::from_arguments(connection)?.in_use()?;
        let name = signed_in::name(&profile)?;
        let reachable = Reachable::from_profile(profile)?;
        Ok(Self { name, reachable })
    }

    pub(crate) fn profile(&self) -> &Profile {
        &self.reachable.profile
    }

    /// The user's session, as it is kept.
    pub(crate) async fn session(&self) -> Result<Session, Failure> {
        session::kept(&self.reachable, &self.name).await
    }

    /// The user's tokens, refreshed if need be.
    pub(crate) async fn tokens(&self) -> Result<Arc<TokenSet>, Failure> {
        let fresh = async |session: &Session| Ok(session.fresh_tokens().await);
        session::with_kept(&self.reachable, &self.name, fresh).await
    }

    /// The identity pool that the user has an identity in.
    pub(crate) fn identity_pool(&self) -> Result<IdentityPool, Failure> {
        session::identity_pool(&self.reachable)
    }

    /// The outcome of a call with that session: where only a sign-in helps, the failure says how.
    pub(crate) fn told<T>(&self, outcome: Result<T, Error>) -> Result<T, Failure> {
        outcome.map_err(|error| Failure::of_session(error, self.profile()))
    }
}
