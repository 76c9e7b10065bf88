//! Whose identity it is: the login that proves it, and the identity pool that takes the login.

use poolgate::{Error, IdentityPool, Login, Logins};
use zeroize::Zeroizing;

use crate::arguments::identities::{self, Anybody};
use crate::failure::Failure;
use crate::identity_service::IdentityService;
use crate::profile;
use crate::prompt::standard_input_line;
use crate::session;
use crate::user::User;

/// Somebody with an identity in an identity pool.
pub(super) struct Caller {
    pub(super) pool: IdentityPool,
    identity_id: Option<String>,
    login: Means,
}

/// How they log in, and what answers for them.
enum Means {
    /// By the session of a user pool's user.
    Session(User),
    /// By this, or not at all.
    Given {
        logins: Logins,
        service: IdentityService,
    },
}

impl Caller {
    /// Whoever the arguments name.
    pub(super) fn of(arguments: &identities::Caller) -> Result<Self, Failure> {
        match &arguments.login_stdin {
            Some(provider) => {
                let login = login_from_standard_input(provider)?;
                Self::given(arguments, login.into())
            }
            None => Self::signed_in(arguments),
        }
    }

    /// The same, or nobody.
    pub(super) fn of_anybody(arguments: &Anybody) -> Result<Self, Failure> {
        if arguments.unauthenticated {
            return Self::given(&arguments.caller, Logins::none());
        }
        Self::of(&arguments.caller)
    }

    fn signed_in(arguments: &identities::Caller) -> Result<Self, Failure> {
        let user = User::signed_in(&arguments.connection)?;
        Ok(Self {
            pool: user.identity_pool()?,
            identity_id: identity_id(arguments),
            login: Means::Session(user),
        })
    }

    /// Without a session, no user pool needs to be known.
    fn given(arguments: &identities::Caller, logins: Logins) -> Result<Self, Failure> {
        let connection = &arguments.connection;
        let explicit = profile::explicit(connection);
        let service = IdentityService::of(&connection.pool.profile, explicit)?;
        Ok(Self {
            pool: service.identity_pool()?,
            identity_id: identity_id(arguments),
            login: Means::Given { logins, service },
        })
    }

    /// The logins as they are now: a session is refreshed if need be.
    pub(super) async fn logins(&self) -> Result<Logins, Failure> {
        match &self.login {
            Means::Session(user) => Ok(Login::of(&*user.tokens().await?).into()),
            Means::Given { logins, .. } => Ok(logins.clone()),
        }
    }

    /// The identity that was typed, or else the one that the identity pool has for these logins.
    pub(super) async fn identity_id(&self, logins: &Logins) -> Result<String, Failure> {
        match &self.identity_id {
            Some(id) => Ok(id.clone()),
            None => self.told(self.pool.identity_id(logins).await),
        }
    }

    /// The outcome of a call: where only a sign-in helps, the failure says how.
    pub(super) fn told<T>(&self, outcome: Result<T, Error>) -> Result<T, Failure> {
        match &self.login {
            Means::Session(user) => user.told(outcome),
            Means::Given { .. } => outcome.map_err(Failure::from),
        }
    }

    /// The flags that name it again, for the commands in hints.
    pub(super) fn flags(&self) -> String {
        match &self.login {
            Means::Session(user) => user.profile().flags(),
            Means::Given { service, .. } => service.flags(),
        }
    }

    /// Forgets what is cached of the identity, which a session's user may have lost.
    pub(super) fn forget(&self) -> Result<(), Failure> {
        let Means::Session(user) = &self.login else {
            return Ok(());
        };
        session::forget_credentials(user.profile(), &user.name)
    }
}

/// A login at this provider, by the token on the next line of standard input.
pub(super) fn login_from_standard_input(provider: &str) -> Result<Login, Failure> {
    let line = standard_input_line("the login's token")?;
    let token = std::str::from_utf8(&line).map(|token| Zeroizing::new(token.to_owned()));
    let token = token.map_err(|_| Failure::configuration("the login's token is not UTF-8"))?;
    Ok(Login::new(provider, token.as_str()))
}

fn identity_id(arguments: &identities::Caller) -> Option<String> {
    let id = arguments.identity_id.as_ref();
    id.map(|id| id.as_str().to_owned())
}
