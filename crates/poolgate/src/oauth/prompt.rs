use std::fmt;

/// How the login pages treat someone who is signed in there already. Managed login only; the
/// classic hosted UI knows none.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Prompt {
    /// Asks for consent again.
    Consent,
    /// Asks for the password again.
    Login,
    /// Asks nothing: who is not signed in comes back with `login_required`.
    None,
    /// Asks which account to go on with.
    SelectAccount,
}

impl Prompt {
    /// The word of the service.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Login => "login",
            Self::None => "none",
            Self::SelectAccount => "select_account",
        }
    }
}

impl fmt::Display for Prompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
