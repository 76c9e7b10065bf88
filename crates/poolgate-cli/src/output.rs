//! Standard output: data, and nothing but data.

use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use serde_json::Value;

use crate::failure::{Failure, Kind};

/// Writes one line. A reader that has gone away (`| head -1`) is no error.
pub(crate) fn line(text: &str) -> Result<ExitCode, Failure> {
    bytes(format!("{text}\n").as_bytes())
}

/// Writes what has become of something: a document for programs, or a text for people.
pub(crate) fn outcome(json: bool, document: &Value, text: &str) -> Result<ExitCode, Failure> {
    if json {
        line(&document.to_string())
    } else {
        line(text)
    }
}

/// Writes bytes as they are, under the same rule.
pub(crate) fn bytes(bytes: &[u8]) -> Result<ExitCode, Failure> {
    write(bytes).map(|_| ExitCode::SUCCESS)
}

/// Writes a piece of the output; `false` if nobody reads any more.
pub(crate) fn text(text: &str) -> Result<bool, Failure> {
    write(text.as_bytes())
}

fn write(bytes: &[u8]) -> Result<bool, Failure> {
    let mut stdout = std::io::stdout().lock();
    let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Failure::new(
            Kind::Other,
            format_args!("cannot write the output: {error}"),
        )),
    }
}
