//! What can be said of an app client.

use clap::{Args, ValueEnum};

use super::Validity;

// Everything but the name. A list replaces the one that is there; an empty text stands for none.
#[derive(Args, Debug)]
pub(crate) struct Settings {
    /// A way to sign in that is allowed; may be repeated.
    #[arg(
        long = "flow",
        value_enum,
        value_name = "FLOW",
        help_heading = "Sign-in"
    )]
    pub(crate) flows: Vec<Flow>,
    /// A provider whose users may sign in, such as COGNITO; may be repeated.
    #[arg(
        long = "identity-provider",
        value_name = "NAME",
        help_heading = "Sign-in"
    )]
    pub(crate) identity_providers: Vec<String>,
    /// Whether a sign-in of nobody fails as one with a wrong password does.
    #[arg(long, value_name = "true|false", help_heading = "Sign-in")]
    pub(crate) hide_unknown_users: Option<bool>,
    /// How many minutes a challenge waits for its answer, 3 to 15.
    #[arg(long, value_name = "MINUTES", help_heading = "Sign-in")]
    pub(crate) challenge_validity: Option<i32>,
    /// An attribute that the client may read; may be repeated.
    #[arg(
        long = "read-attribute",
        value_name = "NAME",
        help_heading = "Attributes"
    )]
    pub(crate) read_attributes: Vec<String>,
    /// An attribute that the client may write; may be repeated.
    #[arg(
        long = "write-attribute",
        value_name = "NAME",
        help_heading = "Attributes"
    )]
    pub(crate) write_attributes: Vec<String>,
    /// A grant that is allowed at the login pages; may be repeated.
    #[arg(
        long = "oauth-flow",
        value_enum,
        value_name = "GRANT",
        help_heading = "OAuth"
    )]
    pub(crate) oauth_flows: Vec<OAuthFlow>,
    /// Allow no grant at all.
    #[arg(
        long,
        conflicts_with_all = ["oauth_flows", "scopes"],
        help_heading = "OAuth"
    )]
    pub(crate) no_oauth: bool,
    /// A scope that can be asked for; may be repeated.
    #[arg(long = "scope", value_name = "SCOPE", help_heading = "OAuth")]
    pub(crate) scopes: Vec<String>,
    /// Where a sign-in may lead back to; may be repeated.
    #[arg(long = "callback-url", value_name = "URL", help_heading = "OAuth")]
    pub(crate) callback_urls: Vec<String>,
    /// Where a sign-out may lead to; may be repeated.
    #[arg(long = "logout-url", value_name = "URL", help_heading = "OAuth")]
    pub(crate) logout_urls: Vec<String>,
    /// Which of the callback URLs is meant where none is named.
    #[arg(long, value_name = "URL", help_heading = "OAuth")]
    pub(crate) default_redirect_uri: Option<String>,
    /// How long an access token is good, such as 30m.
    #[arg(long, value_name = "TIME", help_heading = "Tokens")]
    pub(crate) access_token_validity: Option<Validity>,
    /// How long an ID token is good, such as 30m.
    #[arg(long, value_name = "TIME", help_heading = "Tokens")]
    pub(crate) id_token_validity: Option<Validity>,
    /// How long a refresh token is good, such as 30d.
    #[arg(long, value_name = "TIME", help_heading = "Tokens")]
    pub(crate) refresh_token_validity: Option<Validity>,
    /// Whether refresh tokens can be revoked.
    #[arg(long, value_name = "true|false", help_heading = "Tokens")]
    pub(crate) token_revocation: Option<bool>,
    /// Give a new refresh token at each refresh, while the old one works for so many seconds more,
    /// 0 to 60; or `off`.
    #[arg(
        long,
        value_name = "SECONDS",
        value_parser = rotation,
        help_heading = "Tokens"
    )]
    pub(crate) rotation: Option<Rotation>,
}

/// A way to sign in.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Flow {
    /// The password, sent by a server with AWS credentials.
    AdminUserPassword,
    /// The challenges that the pool's functions define.
    Custom,
    /// New tokens for a refresh token; not with --rotation.
    RefreshToken,
    /// Whatever the user chooses of what the pool offers.
    User,
    /// The password, sent as it is.
    UserPassword,
    /// The password, proven by SRP.
    UserSrp,
}

/// A grant of OAuth 2.0 (RFC 6749).
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum OAuthFlow {
    /// A code for tokens.
    Code,
    /// Tokens for the client itself, which has a secret.
    ClientCredentials,
    /// Tokens in the URL.
    Implicit,
}

/// Whether refresh tokens are rotated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Rotation {
    /// They are not.
    Off,
    /// They are; the old one is good for so many seconds more.
    Grace(i32),
}

fn rotation(text: &str) -> Result<Rotation, String> {
    if text == "off" {
        return Ok(Rotation::Off);
    }
    let seconds = text
        .parse()
        .ok()
        .filter(|seconds| (0..=60).contains(seconds));
    let seconds = seconds.ok_or_else(|| "expected 0 to 60, or off".to_owned())?;
    Ok(Rotation::Grace(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rotation_is_off_or_has_a_grace() {
        assert_eq!(rotation("off"), Ok(Rotation::Off));
        assert_eq!(rotation("60"), Ok(Rotation::Grace(60)));
        for text in ["", "61", "-1", "on", "1s"] {
            assert!(rotation(text).is_err(), "{text}");
        }
    }
}
