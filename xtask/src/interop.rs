//! `cargo xtask interop`: other people's clients against our server, ours against their servers.

use std::process::Command;

use crate::Outcome;
use crate::environment::Environment;
use crate::workspace::Workspace;

/// Runs the tests with more arguments for pytest, such as `-k pycognito` or `-x`.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<bool> {
    Ok(pytest(workspace, arguments)?.status()?.success())
}

/// Builds what the tests drive, installs their packages and returns the command that runs them.
pub(crate) fn pytest(workspace: &Workspace, arguments: &[String]) -> Outcome<Command> {
    let environment = Environment::prepare(workspace)?;
    let program =
        workspace.build_executable(&["--package", "poolgate-cli", "--bin", "poolgate"])?;
    let srp_peer =
        workspace.build_executable(&["--package", "poolgate-srp", "--example", "srp_peer"])?;
    let administration = workspace.build_executable(&[
        "--package",
        "poolgate",
        "--example",
        "administration",
        "--features",
        "aws-config",
    ])?;
    let mut command = environment.python(workspace, &["-m", "pytest", "-p", "no:cacheprovider"]);
    command
        .args(arguments)
        .current_dir(workspace.root().join("interop"))
        .env("POOLGATE_BIN", program)
        .env("POOLGATE_SRP_PEER", srp_peer)
        .env("POOLGATE_ADMINISTRATION", administration)
        .env("NODE_PATH", environment.node_modules());
    Ok(command)
}
