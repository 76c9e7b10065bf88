//! Where passwords come from, if not from the keyboard. Never from an argument, which every process
//! of the machine can read.

use clap::Args;

// The password.
#[derive(Args, Debug)]
pub(crate) struct PasswordSource {
    /// Read the password from a line of standard input (after the client secret's, if any).
    #[arg(long)]
    pub(crate) password_stdin: bool,
    /// A shell command that prints the password on its first line, within 60 s.
    #[arg(long, value_name = "COMMAND", conflicts_with = "password_stdin")]
    pub(crate) password_process: Option<String>,
}

// The password that is to come in the place of another.
#[derive(Args, Debug)]
pub(crate) struct NewPasswordSource {
    /// Read the new password from a line of standard input, after all others.
    #[arg(long)]
    pub(crate) new_password_stdin: bool,
    /// A shell command that prints the new password on its first line, within 60 s.
    #[arg(long, value_name = "COMMAND", conflicts_with = "new_password_stdin")]
    pub(crate) new_password_process: Option<String>,
}
