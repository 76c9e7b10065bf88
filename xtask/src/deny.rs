//! `cargo xtask deny`: licences, advisories and sources of all dependencies, by `deny.toml`.
//!
//! Not a step of `cargo xtask test`, because it needs a program that not every machine has and a
//! database from outside; a step that was skipped must not look like one that passed.

use crate::Outcome;
use crate::workspace::Workspace;

/// Runs cargo-deny, or says how to install it.
pub(crate) fn run(workspace: &Workspace) -> Outcome<bool> {
    if !workspace
        .cargo(&["deny", "--version"])
        .output()?
        .status
        .success()
    {
        return Err("cargo-deny is missing; install it: cargo install --locked cargo-deny".into());
    }
    let checks = [
        "deny",
        "--locked",
        "check",
        "bans",
        "licenses",
        "sources",
        "advisories",
    ];
    Ok(workspace.cargo(&checks).status()?.success())
}
