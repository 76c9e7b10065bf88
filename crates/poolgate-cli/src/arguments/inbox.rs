//! `poolgate local inbox`

use std::net::{AddrParseError, SocketAddr};

use clap::Args;

use super::Format;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate local inbox --username ana
  poolgate local inbox --json | jq -r '.[-1].secret'      the newest code
  poolgate local inbox --addr http://127.0.0.1:9229       of `poolgate local serve --memory`")]
pub(crate) struct Inbox {
    /// The address that the server listens on, or the URL that it prints; without it, the server of
    /// the profile `local`.
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub(crate) addr: Option<SocketAddr>,
    /// Only what was sent to this user.
    #[arg(long, value_name = "NAME")]
    pub(crate) username: Option<String>,
    #[command(flatten)]
    pub(crate) format: Format,
}

/// An address, also where it stands in the URL that a server prints.
fn address(text: &str) -> Result<SocketAddr, AddrParseError> {
    let bare = text.strip_prefix("http://").unwrap_or(text);
    bare.strip_suffix('/').unwrap_or(bare).parse()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_it_is_and_in_a_url() {
        for text in ["[::1]:9229", "http://[::1]:9229", "http://[::1]:9229/"] {
            assert_eq!(address(text).unwrap().port(), 9229, "{text}");
        }
        for text in ["9229", "https://127.0.0.1:9229", "http://127.0.0.1:9229/a"] {
            assert!(address(text).is_err(), "{text}");
        }
    }
}
