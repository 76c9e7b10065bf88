//! What a person should know while a command works: on standard error, since standard output is for
//! data.

use std::io::Write as _;

use crate::plain_text::plain;

/// Writes a text of one line or more. It is a courtesy: where nobody reads it, the work goes on.
pub(crate) fn notice(text: &str) {
    let lines: Vec<String> = text.split('\n').map(plain).collect();
    let _ = writeln!(std::io::stderr(), "{}", lines.join("\n"));
}
