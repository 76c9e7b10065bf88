//! `poolgate completions` and `poolgate man`.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate completions bash > ~/.local/share/bash-completion/completions/poolgate
  poolgate completions zsh > ~/.zfunc/_poolgate
  poolgate completions fish > ~/.config/fish/completions/poolgate.fish
  poolgate completions powershell | Out-String | Invoke-Expression")]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate man | man -l -
  poolgate man --output ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// Write the pages of all commands into this directory, which must exist; without it, the main
    /// page goes to standard output.
    #[arg(long, value_name = "DIRECTORY")]
    pub(crate) output: Option<PathBuf>,
}
