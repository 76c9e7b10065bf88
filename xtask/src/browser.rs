//! The browser that the interop tests drive: Debian's Chromium with its driver.

use std::path::PathBuf;
use std::process::Command;

use crate::Outcome;
use crate::workspace::Workspace;

const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// A bound against mirrors that do not answer, in seconds for each call of apt-get.
const APT_SECONDS: &str = "600";

/// Where the two programs are.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// Finds the browser, or installs it where that is allowed. Without one the other tests run all
    /// the same; those that need it fail under `CI=true` and are skipped elsewhere.
    pub(crate) fn prepare(workspace: &Workspace) -> Option<Self> {
        let found = Self::find().map_or_else(
            || install(workspace).map(|()| Self::find()),
            |browser| Ok(Some(browser)),
        );
        let problem = match found {
            Ok(Some(browser)) => return Some(browser),
            Ok(None) => "the packages brought no chromium or no chromedriver".into(),
            Err(error) => error,
        };
        println!("NO BROWSER, so that no test in one can run: {problem}");
        None
    }

    fn find() -> Option<Self> {
        Some(Self {
            chromium: on_path("chromium")?,
            driver: on_path("chromedriver")?,
        })
    }
}

/// Installs Debian's packages, which only root may.
fn install(workspace: &Workspace) -> Outcome<()> {
    let wanted = PACKAGES.join(" ");
    if on_path("apt-get").is_none() {
        return Err(format!("install {wanted} in your system's way").into());
    }
    if !is_root(workspace)? {
        return Err(format!("run: sudo apt-get install {wanted}").into());
    }
    println!("installing {wanted}");
    apt_get(workspace, &["update"])?;
    let install = ["install", "--yes", "--no-install-recommends"];
    apt_get(workspace, &[&install[..], &PACKAGES[..]].concat())
}

fn apt_get(workspace: &Workspace, arguments: &[&str]) -> Outcome<()> {
    let mut command: Command = workspace.command("timeout");
    command
        .args([APT_SECONDS, "apt-get", "--quiet=2"])
        // Another apt-get at work is waited for.
        .args(["--option", "DPkg::Lock::Timeout=120"])
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive");
    if command.status()?.success() {
        Ok(())
    } else {
        Err(format!("apt-get {} failed", arguments.join(" ")).into())
    }
}

fn is_root(workspace: &Workspace) -> Outcome<bool> {
    let output = workspace.command("id").arg("-u").output()?;
    Ok(output.stdout.trim_ascii() == b"0")
}

fn on_path(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|directory| directory.join(program))
        .find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_on_the_path_or_not_at_all() {
        assert!(on_path("id").is_some_and(|path| path.ends_with("id")));
        assert_eq!(on_path("no-program-has-this-name"), None);
    }
}
