use std::collections::HashMap;

use super::login::{Login, UserPoolUser};

/// The logins of one identity: at most one of a provider and 10 in all (protocol.md 8.2). Without
/// any, the identity is one of an unauthenticated user.
///
/// ```
/// use poolgate::{Login, Logins};
///
/// let logins = Logins::from(Login::facebook("token")).and(Login::amazon("token"));
/// assert_eq!(logins.providers().collect::<Vec<_>>(), ["graph.facebook.com", "www.amazon.com"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Logins(Vec<Login>);

impl Logins {
    /// No login: an unauthenticated user.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The same and this one, in the place of another of its provider.
    #[must_use]
    pub fn and(mut self, login: Login) -> Self {
        self.0.retain(|kept| kept.provider() != login.provider());
        self.0.push(login);
        self
    }

    /// The names of the providers.
    pub fn providers(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(Login::provider)
    }

    /// As the service wants them: absent, if there are none.
    pub(crate) fn to_map(&self) -> Option<HashMap<String, String>> {
        let entry = |login: &Login| (login.provider().to_owned(), login.token().to_owned());
        (!self.0.is_empty()).then(|| self.0.iter().map(entry).collect())
    }

    /// The identity, if one of the logins knows it: `GetId` takes no token of the identity service
    /// (protocol.md 8.7).
    pub(super) fn identity_id(&self) -> Option<&str> {
        self.0.iter().find_map(Login::identity_id)
    }

    pub(super) fn users(&self) -> impl Iterator<Item = &UserPoolUser> {
        self.0.iter().filter_map(Login::user)
    }
}

impl From<Login> for Logins {
    fn from(login: Login) -> Self {
        Self(vec![login])
    }
}

impl FromIterator<Login> for Logins {
    fn from_iter<T: IntoIterator<Item = Login>>(logins: T) -> Self {
        logins.into_iter().fold(Self::none(), Self::and)
    }
}
