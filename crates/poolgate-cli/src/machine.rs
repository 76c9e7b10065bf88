//! The token of an app client itself: a machine's, for which no user signs in.

use std::sync::Arc;

use poolgate::UserPool;
use poolgate::oauth::{MachineToken, MachineTokenCache, MachineTokens};

use crate::failure::{Failure, Kind};
use crate::paths;
use crate::profile::Profile;
use crate::reachable::Reachable;
use crate::session;

/// What a machine asks for. Several may share an app client, each with a token of its own.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Wanted {
    /// None asks for all that the app client may have.
    pub(crate) scopes: Vec<String>,
    /// The API that the token is for, if for one alone.
    pub(crate) resource: Option<String>,
}

/// A machine, by what it asks for.
#[derive(Debug)]
pub(crate) struct Machine {
    tokens: MachineTokens,
}

impl Machine {
    pub(crate) fn new(reachable: &Reachable, wanted: &Wanted) -> Result<Self, Failure> {
        Self::of(&session::user_pool(reachable)?, wanted)
    }

    /// The same for its kept token alone, which takes no secret.
    pub(crate) fn kept_only(reachable: &Reachable, wanted: &Wanted) -> Result<Self, Failure> {
        Self::of(&session::user_pool_without_secret(reachable)?, wanted)
    }

    fn of(pool: &UserPool, wanted: &Wanted) -> Result<Self, Failure> {
        let request = pool
            .client_credentials(&wanted.scopes)
            .resource(wanted.resource.as_deref().unwrap_or_default());
        let cache = MachineTokenCache::new(paths::state_directory()?);
        Ok(Self {
            tokens: request.keep_fresh().cache(cache),
        })
    }

    /// A token that lives for a while: the kept one, or a new one.
    pub(crate) async fn fresh(&self) -> Result<Arc<MachineToken>, Failure> {
        Ok(self.tokens.fresh().await?)
    }

    /// A new token, which takes the kept one's place once it is there.
    pub(crate) async fn renewed(&self) -> Result<Arc<MachineToken>, Failure> {
        Ok(self.tokens.renewed().await?)
    }

    /// The kept token, whatever is left of it.
    pub(crate) async fn kept(&self) -> Result<Option<Arc<MachineToken>>, Failure> {
        Ok(self.tokens.kept().await?)
    }

    /// Forgets the kept token. The service revokes none.
    pub(crate) async fn forget(&self) -> Result<(), Failure> {
        Ok(self.tokens.forget().await?)
    }
}

/// A command that is about a user was told of a machine.
pub(crate) fn has_no_user(profile: &Profile) -> Failure {
    let message = format!(
        "a machine is signed in to {}, and no user",
        profile.client_id
    );
    Failure::new(Kind::SignIn, message).hint(format_args!(
        "Sign in as a user: poolgate login {} --method browser",
        profile.flags()
    ))
}
