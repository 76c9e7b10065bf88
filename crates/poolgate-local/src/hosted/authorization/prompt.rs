//! What the user is to be asked, whether or not it is necessary (OpenID Connect Core 3.1.2.1).

/// A word of `prompt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Prompt {
    /// There is nothing here to consent to.
    Consent,
    Login,
    None,
    SelectAccount,
}

impl Prompt {
    pub(super) fn parse(word: &str) -> Option<Self> {
        match word {
            "consent" => Some(Self::Consent),
            "login" => Some(Self::Login),
            "none" => Some(Self::None),
            "select_account" => Some(Self::SelectAccount),
            _ => None,
        }
    }
}
