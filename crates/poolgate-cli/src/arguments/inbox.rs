//! `poolgate local inbox`

use std::net::SocketAddr;

use clap::Args;

use super::Format;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate local inbox --username ana
  poolgate local inbox --json | jq -r '.[-1].secret'      the newest code
  poolgate local inbox --addr 127.0.0.1:9229              of `poolgate local serve --memory`")]
pub(crate) struct Inbox {
    /// The address that the server listens on; without it, the server of the profile `local`.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) addr: Option<SocketAddr>,
    /// Only what was sent to this user.
    #[arg(long, value_name = "NAME")]
    pub(crate) username: Option<String>,
    #[command(flatten)]
    pub(crate) format: Format,
}
