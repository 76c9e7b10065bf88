use std::fmt;

/// The longest texts that are kept of what a server says.
const CODE_MAXIMUM: usize = 64;
const DESCRIPTION_MAXIMUM: usize = 500;

/// An error as an OAuth server says it (RFC 6749 4.1.2.1 and 5.2).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Refusal {
    /// Its `error`: `access_denied`, `invalid_grant`, `invalid_scope` …
    pub error: String,
    /// Its `error_description`: words for people, made fit to be shown.
    pub description: Option<String>,
    /// The HTTP status that it came with; `None` where a browser brought it.
    pub status: Option<u16>,
}

impl Refusal {
    /// `None` where `error` is not one at all: RFC 6749 lets it have visible ASCII and spaces.
    pub(super) fn new(error: &str, description: Option<&str>, status: Option<u16>) -> Option<Self> {
        let is_code = (1..=CODE_MAXIMUM).contains(&error.len())
            && error.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        is_code.then(|| Self {
            error: error.to_owned(),
            description: description.map(presentable).filter(|text| !text.is_empty()),
            status,
        })
    }

    /// Whether the user, or what stands for the user, was not accepted: sign in again.
    pub(crate) fn is_about_the_user(&self) -> bool {
        matches!(
            self.error.as_str(),
            "access_denied"
                | "account_selection_required"
                | "consent_required"
                | "interaction_required"
                | "invalid_grant"
                | "invalid_token"
                | "login_required"
        )
    }

    /// Whether the app client, or what was asked for, has to be set up otherwise.
    pub(crate) fn is_about_the_app_client(&self) -> bool {
        matches!(
            self.error.as_str(),
            "insufficient_scope"
                | "invalid_client"
                | "invalid_request"
                | "invalid_scope"
                | "invalid_target"
                | "redirect_mismatch"
                | "unauthorized_client"
                | "unsupported_grant_type"
                | "unsupported_response_type"
                | "unsupported_token_type"
        )
    }

    /// Whether the same may work a little later.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(
            self.error.as_str(),
            "server_error" | "temporarily_unavailable"
        ) || self
            .status
            .is_some_and(|status| status >= 500 || status == 429)
    }
}

/// A stranger's words: no escape sequence reaches a terminal, and no flood a log.
fn presentable(text: &str) -> String {
    let is_hidden = |character: char| {
        character.is_control()
            // Marks that turn the direction of writing, or that nobody sees.
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let visible = text.chars().filter(|character| !is_hidden(*character));
    let shown: String = visible.take(DESCRIPTION_MAXIMUM).collect();
    shown.trim().to_owned()
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.error)?;
        match &self.description {
            Some(description) => write!(f, ": {description}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_server_says_is_kept_within_bounds() {
        let refusal = Refusal::new(
            "invalid_grant",
            Some("\u{1b}[31mcode\r\nwas used\u{202e}"),
            Some(400),
        );
        assert_eq!(
            refusal.unwrap().to_string(),
            "invalid_grant: [31mcodewas used"
        );
        assert_eq!(Refusal::new("", None, None), None);
        assert_eq!(Refusal::new("a\nb", None, None), None);
        assert_eq!(Refusal::new(&"x".repeat(65), None, None), None);
        let long = "é".repeat(10_000);
        let refusal = Refusal::new("x", Some(&long), None).unwrap();
        assert_eq!(refusal.description.unwrap().chars().count(), 500);
    }

    proptest! {
        #[test]
        fn nothing_of_it_steers_a_terminal(error in ".{0,80}", description in ".{0,80}") {
            if let Some(refusal) = Refusal::new(&error, Some(&description), None) {
                prop_assert!(!refusal.to_string().contains(char::is_control));
            }
        }
    }
}
