//! `poolgate domains …`

use clap::{Args, Subcommand};

use super::pool::{Consent, Target};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Domains {
    /// Show a domain, whichever pool of the account has it.
    Show(One),
    /// Give the pool a domain for its login pages.
    Create(Describe),
    /// Change a domain; what is not named stays.
    Update(Describe),
    /// Take a domain from the pool.
    Delete(Destroy),
}

// A domain, and nothing more to say.
#[derive(Args, Debug)]
pub(crate) struct One {
    #[command(flatten)]
    pub(crate) pool: Target,
    /// A prefix of AWS's own domain, or a domain of yours.
    #[arg(value_name = "DOMAIN")]
    pub(crate) domain: String,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate domains create my-company --managed-login-version 2
  poolgate domains create login.example.com --certificate-arn arn:aws:acm:us-east-1:…")]
pub(crate) struct Describe {
    #[command(flatten)]
    pub(crate) one: One,
    /// The certificate of a domain of yours.
    #[arg(long, value_name = "ARN")]
    pub(crate) certificate_arn: Option<String>,
    /// 1 for the classic hosted UI, 2 for managed login.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) managed_login_version: Option<i32>,
}

#[derive(Args, Debug)]
pub(crate) struct Destroy {
    #[command(flatten)]
    pub(crate) one: One,
    #[command(flatten)]
    pub(crate) consent: Consent,
}
