//! `poolgate mfa …`

use clap::{Args, Subcommand, ValueEnum};

use super::{Connection, Format};
use crate::mfa_type::MfaType;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Mfa {
    /// Set up a second factor, such as an authenticator app.
    Setup(Setup),
    /// Say which second factors are on.
    Status(Status),
    /// Say which second factor to be asked for.
    Prefer(Prefer),
    /// Switch a second factor off.
    Disable(Disable),
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate mfa setup --profile dev --issuer Acme --name phone
  poolgate mfa setup --profile dev --type email --no-prefer")]
pub(crate) struct Setup {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// What to set up. Codes by SMS and e-mail go where the user's attributes say.
    #[arg(long = "type", value_enum, value_name = "TYPE", default_value_t = MfaType::Totp)]
    pub(crate) kind: MfaType,
    /// Who the authenticator app says that the code is for; without it, the profile or the pool.
    #[arg(long, value_name = "NAME")]
    pub(crate) issuer: Option<String>,
    /// What to call the authenticator app, so that you are asked for its code by that name.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Switch it on, but go on being asked for another one.
    #[arg(long)]
    pub(crate) no_prefer: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate mfa status --profile dev --json")]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) connection: Connection,
    #[command(flatten)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate mfa prefer totp --profile dev
  poolgate mfa prefer none --profile dev    be asked which, each time")]
pub(crate) struct Prefer {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// The factor; it is switched on if it is not.
    #[arg(value_enum, value_name = "TYPE")]
    pub(crate) preferred: Preferred,
}

/// A factor to prefer, or none of them.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Preferred {
    /// A code by SMS.
    Sms,
    /// The code of an authenticator app.
    Totp,
    /// A code by e-mail.
    Email,
    /// None: with several on, each sign-in asks which.
    None,
}

impl Preferred {
    pub(crate) fn factor(self) -> Option<MfaType> {
        match self {
            Self::Sms => Some(MfaType::Sms),
            Self::Totp => Some(MfaType::Totp),
            Self::Email => Some(MfaType::Email),
            Self::None => None,
        }
    }
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate mfa disable sms --profile dev")]
pub(crate) struct Disable {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// The factor.
    #[arg(value_enum, value_name = "TYPE")]
    pub(crate) kind: MfaType,
}
