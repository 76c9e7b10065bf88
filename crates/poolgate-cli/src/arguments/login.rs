//! `poolgate login …`

use clap::Args;

use super::browser::BrowserFlags;
use super::passwords::PasswordSource;
use super::sign_up::Functions;
use super::{Connection, Format};
use crate::method::{self, Method};
use crate::mfa_type::MfaType;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate login --profile local
  poolgate login --profile dev --username ana
  poolgate login --profile dev --method browser
  poolgate login --profile dev --method browser --paste     where the browser is elsewhere
  poolgate login --profile job --method client-credentials --scope https://api.example.com/read
  poolgate login --profile dev --method email-otp
  printf '%s\\n' \"$PASSWORD\" | poolgate login --profile dev --username ana --password-stdin
  poolgate login --profile dev --mfa-type totp --mfa-process 'op item get aws --otp'
  poolgate login --profile dev --method custom --answer yes --client-metadata purpose=test")]
pub(crate) struct Login {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// What to sign in with.
    #[arg(long, value_name = "METHOD", value_parser = method::parser(), default_value_t = Method::Auto)]
    pub(crate) method: Method,
    #[command(flatten)]
    pub(crate) browser: BrowserFlags,
    #[command(flatten)]
    pub(crate) given: Given,
    /// Have this device remembered, where the pool leaves that to you: it needs no second factor
    /// from then on.
    #[arg(long)]
    pub(crate) remember_device: bool,
    /// Never ask: what is missing is an error. Implied by CI=true and by no terminal.
    #[arg(long)]
    pub(crate) no_input: bool,
    #[command(flatten)]
    pub(crate) format: Format,
}

// What is answered beforehand, and who answers in the person's place.
#[derive(Args, Debug)]
pub(crate) struct Given {
    #[command(flatten)]
    pub(crate) password: PasswordSource,
    /// The first code that is asked for, if it is known already.
    #[arg(long, value_name = "CODE", help_heading = "Challenges")]
    pub(crate) mfa_code: Option<String>,
    /// A shell command that prints the code on its first line, within 60 s. Its environment has
    /// `POOLGATE_CHALLENGE`, such as `SMS_MFA`, and `POOLGATE_DESTINATION`, where the code went.
    #[arg(long, value_name = "COMMAND", help_heading = "Challenges")]
    pub(crate) mfa_process: Option<String>,
    /// The second factor to take, or to set up, where there are several.
    #[arg(long, value_enum, value_name = "TYPE", help_heading = "Challenges")]
    pub(crate) mfa_type: Option<MfaType>,
    /// A shell command that is an authenticator: it reads the request options of a passkey as JSON
    /// and prints the credential as JSON, both as in WebAuthn Level 3, within 3 min.
    #[arg(long, value_name = "COMMAND", help_heading = "Challenges")]
    pub(crate) passkey_process: Option<String>,
    /// The answer to a custom challenge; repeat it for the next ones.
    #[arg(
        long = "answer",
        value_name = "TEXT",
        help_heading = "Challenges",
        allow_hyphen_values = true
    )]
    pub(crate) answers: Vec<String>,
    #[command(flatten)]
    pub(crate) functions: Functions,
}
