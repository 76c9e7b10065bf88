//! Where a code comes from that was sent to a person.

use clap::Args;

// The code, if nobody is to be asked for it.
#[derive(Args, Debug)]
pub(crate) struct CodeSource {
    /// The code that was sent.
    #[arg(long, value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// A shell command that prints the code on its first line, within 60 s. Its environment has
    /// `POOLGATE_USERNAME`, whom the code was sent to.
    #[arg(long, value_name = "COMMAND", conflicts_with = "code")]
    pub(crate) code_process: Option<String>,
}
