//! What a sign-in in the browser can be told.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use poolgate::oauth::{Prompt, RedirectUri};

// How the person signs in with a browser.
#[derive(Args, Debug)]
pub(crate) struct BrowserFlags {
    /// Show the URL only, and open no browser.
    #[arg(long, help_heading = "Browser")]
    pub(crate) no_browser: bool,
    /// Listen on no port: read the address that the browser ends at from standard input.
    #[arg(long, help_heading = "Browser")]
    pub(crate) paste: bool,
    /// The ports to try, in this order, instead of 8400, 8401 and 8402.
    #[arg(
        long = "port",
        value_name = "PORT,…",
        value_delimiter = ',',
        value_parser = clap::value_parser!(u16).range(1..),
        help_heading = "Browser"
    )]
    pub(crate) ports: Vec<u16>,
    /// The name of this machine in the redirect URIs, instead of localhost.
    #[arg(
        long,
        value_name = "HOST",
        value_parser = ["localhost", "127.0.0.1", "[::1]"],
        help_heading = "Browser"
    )]
    pub(crate) redirect_host: Option<String>,
    /// A whole redirect URI, as the app client has it; repeat it for those to try next.
    #[arg(
        long = "redirect-uri",
        value_name = "URI",
        conflicts_with_all = ["ports", "redirect_host"],
        help_heading = "Browser"
    )]
    pub(crate) redirect_uris: Vec<RedirectUri>,
    /// The identity provider to go to at once, such as Google or one of the pool's own.
    #[arg(long, value_name = "NAME", help_heading = "Browser")]
    pub(crate) identity_provider: Option<String>,
    /// What the sign-in page begins with; without it, --username.
    #[arg(long, value_name = "NAME", help_heading = "Browser")]
    pub(crate) login_hint: Option<String>,
    /// What the sign-in page asks of someone who is signed in there already; may be repeated.
    #[arg(long = "prompt", value_name = "WHAT", value_parser = prompt(), help_heading = "Browser")]
    pub(crate) prompts: Vec<Prompt>,
    /// The language of the sign-in page, such as de or zh-CN.
    #[arg(long, value_name = "LANGUAGE", help_heading = "Browser")]
    pub(crate) lang: Option<String>,
    /// How long to wait for the browser, in seconds; without it, 300.
    #[arg(
        long,
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..=86_400),
        help_heading = "Browser"
    )]
    pub(crate) timeout: Option<u64>,
    /// What to ask for, such as openid, or the scope of an API; may be repeated. Without it, all
    /// that the app client may have.
    #[arg(long = "scope", value_name = "SCOPE", help_heading = "Browser")]
    pub(crate) scopes: Vec<String>,
    /// The API that the access token is for: its URL becomes the token's audience, `aud`.
    #[arg(long, value_name = "URI", help_heading = "Browser")]
    pub(crate) resource: Option<String>,
}

/// Takes the service's words.
fn prompt() -> impl TypedValueParser<Value = Prompt> {
    const ALL: [(Prompt, &str); 4] = [
        (Prompt::Consent, "Whether they still agree"),
        (Prompt::Login, "To sign in again"),
        (Prompt::None, "Nothing: who is not signed in fails"),
        (Prompt::SelectAccount, "Which account"),
    ];
    let words = ALL.map(|(prompt, help)| PossibleValue::new(prompt.as_str()).help(help));
    PossibleValuesParser::new(words).try_map(|word| {
        let mut all = ALL.into_iter().map(|(prompt, _)| prompt);
        all.find(|prompt| prompt.as_str() == word)
            .ok_or("no such word")
    })
}
