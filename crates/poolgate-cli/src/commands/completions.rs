//! `poolgate completions`.

use std::process::ExitCode;

use clap::CommandFactory as _;

use crate::arguments::Arguments;
use crate::arguments::documentation::Completions;
use crate::failure::Failure;
use crate::output;

pub(crate) fn run(arguments: &Completions) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "poolgate", &mut script);
    output::bytes(&script)
}
