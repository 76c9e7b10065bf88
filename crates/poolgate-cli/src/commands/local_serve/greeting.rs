//! What a server says of itself once it is there.

use std::fmt;
use std::io::IsTerminal as _;
use std::path::Path;

use poolgate_local::Seed;

use crate::failure::Failure;
use crate::output;

/// Says that clients can connect, and what there is. Programs read the first line, and nothing after
/// it. The seed comes with the data directory that it is remembered in.
pub(super) fn greet(url: &str, seeded: Option<(&Seed, &Path)>) -> Result<(), Failure> {
    output::line(&format!("poolgate local: listening on {url}"))?;
    output::text(&line("user pools", format_args!("{url}/")))?;
    output::text(&line("inbox", format_args!("{url}/_poolgate/inbox")))?;
    if let Some((seed, directory)) = seeded {
        output::text(&of_seed(url, seed, directory))?;
    }
    Ok(())
}

/// Who can sign in where, with nothing set up before.
fn of_seed(url: &str, seed: &Seed, directory: &Path) -> String {
    let (pool_id, username) = (&seed.user_pool_id, &seed.username);
    let password = password(seed, directory);
    [
        line("user pool", pool_id),
        line("app client", &seed.client_id),
        line("sign-in page", format_args!("{url}/{pool_id}/")),
        line("user", format_args!("{username}, password {password}")),
    ]
    .concat()
}

/// The password itself only for somebody at a terminal: what a service manager keeps in its log is
/// read by others as well.
fn password(seed: &Seed, directory: &Path) -> String {
    if std::io::stdout().is_terminal() {
        seed.password().to_owned()
    } else {
        format!("in {}", directory.join("seed.json").display())
    }
}

fn line(name: &str, value: impl fmt::Display) -> String {
    format!("  {name:<13} {value}\n")
}
