//! The command that does the same once more, for hints: with all that was typed and is no answer. A
//! code and a password do not count twice, and what is a secret is never an argument.

use poolgate::oauth::{Prompt, RedirectUri};

use crate::arguments::Login;
use crate::arguments::browser::BrowserFlags;
use crate::method::Method;
use crate::profile::{self, Profile};

/// The same sign-in.
pub(super) fn command(arguments: &Login, profile: &Profile) -> String {
    with_prompts(arguments, profile, &arguments.browser.prompts)
}

/// The same sign-in, of which the page asks this.
pub(super) fn with_prompts(arguments: &Login, profile: &Profile, prompts: &[Prompt]) -> String {
    let mut words = Words(format!("poolgate login {}", profile.flags()));
    let typed = &arguments.connection;
    for (flag, value, variable) in [
        ("--domain", &typed.domain, "POOLGATE_DOMAIN"),
        ("--username", &typed.username, "POOLGATE_USERNAME"),
    ] {
        let is_typed = profile::is_typed(value.as_deref(), variable);
        words.flag(flag, value.as_deref().filter(|_| is_typed));
    }
    if typed.client_secret_stdin {
        words.word("--client-secret-stdin");
    }
    if arguments.method != Method::Auto {
        words.flag("--method", Some(arguments.method.word()));
    }
    words.browser(&arguments.browser);
    let prompts = prompts.iter().map(|prompt| prompt.as_str());
    words.flags("--prompt", prompts);
    words.0
}

struct Words(String);

impl Words {
    fn browser(&mut self, flags: &BrowserFlags) {
        for (flag, is_set) in [("--no-browser", flags.no_browser), ("--paste", flags.paste)] {
            if is_set {
                self.word(flag);
            }
        }
        let ports: Vec<_> = flags.ports.iter().map(u16::to_string).collect();
        let ports = Some(ports.join(",")).filter(|ports| !ports.is_empty());
        self.flag("--port", ports.as_deref());
        self.flag("--redirect-host", flags.redirect_host.as_deref());
        let uris = flags.redirect_uris.iter().map(RedirectUri::as_str);
        self.flags("--redirect-uri", uris);
        self.flag("--identity-provider", flags.identity_provider.as_deref());
        self.flag("--login-hint", flags.login_hint.as_deref());
        self.flag("--lang", flags.lang.as_deref());
        self.flags("--scope", flags.scopes.iter().map(String::as_str));
        self.flag("--resource", flags.resource.as_deref());
    }

    fn flags<'a>(&mut self, flag: &str, values: impl Iterator<Item = &'a str>) {
        for value in values {
            self.flag(flag, Some(value));
        }
    }

    fn flag(&mut self, flag: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.word(flag);
            self.word(&quoted(value));
        }
    }

    fn word(&mut self, word: &str) {
        self.0.push(' ');
        self.0.push_str(word);
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@%+,=".contains(&byte);
    if !word.is_empty() && word.bytes().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_gets_back_what_was_typed() {
        for (word, expected) in [
            (
                "http://localhost:8400/callback",
                "http://localhost:8400/callback",
            ),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("http://[::1]:8400/", "'http://[::1]:8400/'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(word), expected);
        }
    }
}
