//! What a person should know while a command works: on standard error, since standard output is for
//! data.

use std::io::Write as _;

/// Writes a line. It is a courtesy: where nobody reads it, the work goes on.
pub(crate) fn notice(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
