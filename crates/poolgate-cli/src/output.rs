//! Standard output: data, and nothing but data.

use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use crate::failure::{Failure, Kind};

/// Writes one line. A reader that has gone away (`| head -1`) is no error.
pub(crate) fn line(text: &str) -> Result<ExitCode, Failure> {
    bytes(format!("{text}\n").as_bytes())
}

/// Writes bytes as they are, under the same rule.
pub(crate) fn bytes(bytes: &[u8]) -> Result<ExitCode, Failure> {
    let mut stdout = std::io::stdout().lock();
    let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::new(
            Kind::Other,
            format_args!("cannot write the output: {error}"),
        )),
        _ => Ok(ExitCode::SUCCESS),
    }
}
