//! The models' regular expressions. They are written for Java, where some classes mean less than in
//! the `regex` crate, and a value must match as a whole.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use regex::Regex;

/// The expressions of a model. Each is compiled when it is first needed and then kept: an operation
/// needs four or five of them, and those with Unicode classes take about 200 kB.
#[derive(Debug)]
pub(super) struct Patterns(HashMap<Cow<'static, str>, OnceLock<Option<Regex>>>);

impl Patterns {
    pub(super) fn new(patterns: impl Iterator<Item = Cow<'static, str>>) -> Self {
        Self(patterns.map(|pattern| (pattern, OnceLock::new())).collect())
    }

    /// Whether the whole text matches. An expression that cannot be compiled (the tests compile all
    /// of them) forbids nothing.
    pub(super) fn is_match(&self, pattern: &str, text: &str) -> bool {
        let compiled = self
            .0
            .get(pattern)
            .map(|cell| cell.get_or_init(|| compile(pattern)));
        compiled
            .and_then(Option::as_ref)
            .is_none_or(|regex| regex.is_match(text))
    }

    #[cfg(test)]
    pub(super) fn compiles(&self, pattern: &str) -> bool {
        self.0.contains_key(pattern) && compile(pattern).is_some()
    }
}

/// Java knows look-behind, which has no linear-time matching. The one expression that uses it says
/// "does not end in a dot", and so does its replacement.
const WITHOUT_LOOK_BEHIND: [(&str, &str); 1] = [(
    r"^[0-9A-Za-z\.\-_]*(?<!\.)$",
    r"^([0-9A-Za-z.\-_]*[0-9A-Za-z\-_])?$",
)];

fn compile(pattern: &str) -> Option<Regex> {
    let known = WITHOUT_LOOK_BEHIND
        .iter()
        .find(|(java, _)| *java == pattern);
    let translated = translate(known.map_or(pattern, |(_, replacement)| replacement));
    Regex::new(&format!(r"\A(?:{translated})\z")).ok()
}

/// Spells out what Java means by its short classes: ASCII only, and `.` without any of its line
/// terminators.
fn translate(java: &str) -> String {
    let mut rust = String::with_capacity(2 * java.len());
    let dot_is_any = java.starts_with("(?s)");
    let mut in_class = false;
    let mut characters = java.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('d') => rust.push_str("[0-9]"),
                Some('w') => rust.push_str("[0-9A-Za-z_]"),
                Some('s') => rust.push_str(r"[\t\n\x0B\x0C\r ]"),
                Some('S') => rust.push_str(r"[^\t\n\x0B\x0C\r ]"),
                other => rust.extend(Some('\\').into_iter().chain(other)),
            },
            '.' if !in_class && !dot_is_any => rust.push_str(r"[^\n\r\x{85}\x{2028}\x{2029}]"),
            _ => {
                in_class =
                    matches!((character, in_class), ('[', _) | (_, true)) && character != ']';
                rust.push(character);
            }
        }
    }
    rust
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_match(pattern: &'static str, text: &str) -> bool {
        Patterns::new([pattern.into()].into_iter()).is_match(pattern, text)
    }

    #[test]
    fn the_whole_value_must_match() {
        assert!(is_match(r"[\w-]+_[0-9a-zA-Z]+", "eu-west-1_aB3"));
        assert!(!is_match(r"[\w-]+_[0-9a-zA-Z]+", "eu-west-1_aB3/"));
        assert!(!is_match(r"[\w-]+_[0-9a-zA-Z]+", "YOUR-USER-POOL-ID"));
    }

    #[test]
    fn short_classes_are_ascii_as_in_java() {
        assert!(!is_match(r"[\w]+", "é"));
        assert!(!is_match(r"\d+", "٣"));
        assert!(is_match(r"[\S]+", "\u{a0}"));
        assert!(!is_match(r"^[\S]+.*[\S]+$", "pass \u{2028} word"));
        assert!(is_match(r"^[\S]+.*[\S]+$", "pass word"));
        assert!(is_match("(?s).*", "line\nline"));
    }

    #[test]
    fn general_categories_cover_all_of_unicode() {
        let username = r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+";
        assert!(is_match(username, "żółw+9€"));
        assert!(!is_match(username, "two words"));
        assert!(!is_match(username, "\u{0}"));
    }

    #[test]
    fn the_look_behind_is_replaced() {
        let relying_party = r"^[0-9A-Za-z\.\-_]*(?<!\.)$";
        assert!(is_match(relying_party, ""));
        assert!(is_match(relying_party, "auth.example.com"));
        assert!(!is_match(relying_party, "auth.example.com."));
    }
}
