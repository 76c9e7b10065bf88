//! `poolgate man`.

use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory as _;

use crate::arguments::Arguments;
use crate::arguments::documentation::Man;
use crate::failure::{Failure, Kind};
use crate::output;

pub(crate) fn run(arguments: &Man) -> Result<ExitCode, Failure> {
    match &arguments.output {
        Some(directory) => write_all(directory),
        None => main_page(),
    }
}

fn main_page() -> Result<ExitCode, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command())
        .render(&mut page)
        .map_err(|error| Failure::new(Kind::Other, error))?;
    output::bytes(&page)
}

fn write_all(directory: &Path) -> Result<ExitCode, Failure> {
    clap_mangen::generate_to(Arguments::command(), directory).map_err(|error| {
        let shown = directory.display();
        Failure::configuration(format_args!("cannot write into {shown}: {error}"))
    })?;
    output::line(&format!("Wrote the pages into {}.", directory.display()))
}
