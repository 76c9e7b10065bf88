//! `poolgate device …`

use clap::{Args, Subcommand};

use super::{Connection, Format};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Device {
    /// List the devices that the pool knows of you.
    List(List),
    /// Say what the pool knows of this device.
    Status(Status),
    /// Have the pool forget a device.
    Forget(Forget),
    /// Have a device stand for the second factor from now on.
    Remember(Remember),
    /// Have a device no longer stand for the second factor.
    Unremember(Remember),
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate device list --profile dev --json | jq -r '.[].key'")]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) connection: Connection,
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate device status --profile dev")]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) connection: Connection,
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate device forget --profile dev                this device
  poolgate device forget eu-west-1_5e5f1c0e-… --yes   another one, unasked")]
pub(crate) struct Forget {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// The device's key; without it, this device.
    #[arg(value_name = "KEY")]
    pub(crate) key: Option<String>,
    /// Do not ask whether it is meant.
    #[arg(long, short)]
    pub(crate) yes: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate device remember --profile dev              this device
  poolgate device unremember eu-west-1_5e5f1c0e-…     another one")]
pub(crate) struct Remember {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// The device's key; without it, this device.
    #[arg(value_name = "KEY")]
    pub(crate) key: Option<String>,
}
