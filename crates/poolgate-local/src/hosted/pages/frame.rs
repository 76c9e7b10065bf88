//! What every page has around its content.

use super::language::Language;
use super::texts::Texts;
use crate::core::Context;

/// The frame of a page: for whom it is, and in which languages it can be had.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) language: Language,
    pub(super) app_name: Option<String>,
    pub(super) pool_name: Option<String>,
    /// Where the same page is in each language; nowhere for a page that cannot be asked for again.
    pub(super) languages: Vec<(Language, String)>,
    /// Where the codes are that were sent to nobody: at the server's own address, since a domain has
    /// all its paths to itself.
    pub(super) inbox: String,
}

impl Frame {
    /// A page that belongs to no application.
    pub(super) fn bare(context: &Context<'_>, language: Language) -> Self {
        Self {
            language,
            app_name: None,
            pool_name: None,
            languages: Vec::new(),
            inbox: format!("{}/_poolgate/inbox", context.settings().url),
        }
    }

    pub(super) fn texts(&self) -> &'static Texts {
        Texts::of(self.language)
    }

    /// The application's first letter, as a picture.
    pub(super) fn monogram(&self) -> String {
        let name = self.app_name.as_deref().unwrap_or_default();
        let letter = name.chars().find(|character| character.is_alphanumeric());
        letter.map_or_else(String::new, |letter| letter.to_uppercase().collect())
    }
}
