//! `cargo xtask interop`: other people's clients against our server, ours against their servers.

use std::process::Command;

use crate::browser::Browser;
use crate::environment::Environment;
use crate::workspace::Workspace;
use crate::{Outcome, operations};

/// What the tests drive, selected from the whole workspace: with the same features as the tests in
/// Rust, the dependencies need not be built once more.
const PROGRAMS: [&str; 13] = [
    "--workspace",
    "--bin",
    "poolgate",
    "--bin",
    "upload_to_s3",
    "--bin",
    "browser_upload_to_s3",
    "--bin",
    "oauth2_peer",
    "--example",
    "administration",
    "--example",
    "srp_peer",
];

/// Runs the tests with more arguments for pytest, such as `-k pycognito` or `-x`.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<bool> {
    Ok(pytest(workspace, arguments)?.status()?.success())
}

/// Builds what the tests drive, installs their packages and returns the command that runs them.
pub(crate) fn pytest(workspace: &Workspace, arguments: &[String]) -> Outcome<Command> {
    let browser = Browser::prepare(workspace);
    let environment = Environment::prepare(workspace)?;
    let programs = workspace.build_executables(&PROGRAMS)?;
    let program = |name: &str| {
        let path = programs.get(name);
        path.ok_or_else(|| format!("cargo built no {name}"))
    };
    let mut command = environment.python(workspace, &["-m", "pytest", "-p", "no:cacheprovider"]);
    command
        .args(arguments)
        .current_dir(workspace.root().join("interop"))
        .env("POOLGATE_BIN", program("poolgate")?)
        .env("POOLGATE_SRP_PEER", program("srp_peer")?)
        .env("POOLGATE_ADMINISTRATION", program("administration")?)
        .env("POOLGATE_UPLOAD_TO_S3", program("upload_to_s3")?)
        .env("POOLGATE_OAUTH2_PEER", program("oauth2_peer")?)
        .env(
            "POOLGATE_BROWSER_UPLOAD_TO_S3",
            program("browser_upload_to_s3")?,
        )
        .env(
            "POOLGATE_SCREENSHOTS",
            workspace.target().join("interop/screenshots"),
        )
        .env("NODE_PATH", environment.node_modules());
    if let Some(browser) = browser {
        command
            .env("POOLGATE_CHROMIUM", browser.chromium)
            .env("POOLGATE_CHROMEDRIVER", browser.driver);
    }
    // A selection of the tests does not say what all of them have seen.
    if arguments.is_empty() {
        command.env("POOLGATE_ANSWERS", operations::answers_file(workspace));
    }
    Ok(command)
}
