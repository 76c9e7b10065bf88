//! Who signs in, by what is known before anything is proven.

use std::sync::Arc;

use poolgate_flow::ServiceError;

use crate::core::Context;
use crate::error::user_not_found;
use crate::model::{Naming, User};
use crate::sign_in::session::{Session, invalid};
use crate::sign_in::{Entrance, Parameters};
use crate::triggers::Whom;
use crate::users::directory;
use crate::users::simulation::Stranger;

/// A user, or the stranger who is played where the client hides its users (protocol.md 7.3).
pub(super) enum Candidate {
    User(Arc<User>),
    Stranger { sub: String },
}

impl Candidate {
    /// Who goes by this name; a stranger only if the client hides its users.
    pub(super) fn find(
        context: &Context<'_>,
        entrance: &Entrance,
        username: &str,
    ) -> Result<Self, ServiceError> {
        let pool = &entrance.app.pool;
        match context.read(|state| directory::find(state, pool, username)) {
            Some(user) => Ok(Self::User(user)),
            None if entrance.app.client.hides_users() => {
                let Stranger { sub, .. } = Stranger::new(context, pool, username)?;
                Ok(Self::Stranger { sub })
            }
            None => Err(user_not_found()),
        }
    }

    /// The one whose session it is, if the answer names the same one.
    pub(super) fn of_session(
        context: &Context<'_>,
        entrance: &Entrance,
        session: &Session,
        responses: &Parameters,
    ) -> Result<Self, ServiceError> {
        let pool = &entrance.app.pool;
        let named = responses.require("USERNAME")?;
        let begun = &session.attempt.username;
        let stranger = Stranger::new(context, pool, begun)?;
        if stranger.sub == session.sub {
            let naming = Naming::of(pool);
            let same = naming.fold(named) == naming.fold(begun) || named == stranger.sub;
            let stranger = Self::Stranger { sub: stranger.sub };
            return same.then_some(stranger).ok_or_else(invalid);
        }
        let user = context.read(|state| state.get(&User::key_of(&pool.id, &session.sub)));
        let user: Arc<User> = user.ok_or_else(user_not_found)?;
        if responses.name_user(context, entrance, &user) {
            Ok(Self::User(user))
        } else {
            Err(invalid())
        }
    }

    /// The user, who for a stranger is none.
    pub(super) fn user(&self) -> Option<&Arc<User>> {
        match self {
            Self::User(user) => Some(user),
            Self::Stranger { .. } => None,
        }
    }

    pub(super) fn sub(&self) -> &str {
        match self {
            Self::User(user) => &user.sub,
            Self::Stranger { sub } => sub,
        }
    }

    /// The name that the challenge gives, in the form that a user's would have.
    pub(super) fn username<'a>(&'a self, entrance: &Entrance, given: &'a str) -> &'a str {
        match self {
            Self::User(user) => &user.username,
            Self::Stranger { sub } if Naming::of(&entrance.app.pool).by_attribute() => sub,
            Self::Stranger { .. } => given,
        }
    }

    /// The same for the functions.
    pub(super) fn whom<'a>(&'a self, entrance: &Entrance, given: &'a str) -> Whom<'a> {
        match self {
            Self::User(user) => Whom::User(user),
            Self::Stranger { .. } => Whom::Nobody(self.username(entrance, given)),
        }
    }
}
