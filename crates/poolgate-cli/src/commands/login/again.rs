//! The command that does the same once more, for hints: who, where, and how. Answers are left out,
//! since a code does not count twice, and so are helper programs, which may have secrets in them.

use std::path::Path;

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
    // Without a profile, it stands there already.
    let client = profile.name.as_ref().and(typed.client_id.as_ref());
    let (role, pool) = (&typed.role, &typed.identity_pool);
    for (flag, value, variable) in [
        ("--client-id", client, "POOLGATE_CLIENT_ID"),
        ("--region", typed.pool.region.as_ref(), "POOLGATE_REGION"),
        ("--domain", typed.domain.as_ref(), "POOLGATE_DOMAIN"),
        ("--username", typed.username.as_ref(), "POOLGATE_USERNAME"),
        (
            "--identity-pool-id",
            pool.id.as_ref(),
            "POOLGATE_IDENTITY_POOL_ID",
        ),
        ("--role-arn", role.arn.as_ref(), "POOLGATE_ROLE_ARN"),
        (
            "--role-suffix",
            role.suffix.as_ref(),
            "POOLGATE_ROLE_SUFFIX",
        ),
    ] {
        let value = value.map(String::as_str);
        words.flag(flag, value.filter(|_| profile::is_typed(value, variable)));
    }
    let token_cache = typed.token_cache.as_deref().and_then(Path::to_str);
    words.flag("--token-cache", token_cache);
    if arguments.remember_device {
        words.word("--remember-device");
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
