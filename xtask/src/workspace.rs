//! Where things are, and how cargo is called from here.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::Outcome;

/// Variables that `cargo run` sets for this process. Build scripts watch some of them, so a child
/// cargo that inherited them would rebuild half the dependencies.
const SET_BY_CARGO_RUN: [&str; 5] = [
    "CARGO_BIN_NAME",
    "CARGO_CRATE_NAME",
    "CARGO_MANIFEST_",
    "CARGO_PKG_",
    "CARGO_PRIMARY_PACKAGE",
];

/// The checkout this program was started from.
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Finds the workspace by the manifest of this very package.
    pub(crate) fn locate() -> Outcome<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .ok_or("CARGO_MANIFEST_DIR is not set: start this as `cargo xtask`")?;
        let root = Path::new(&manifest)
            .parent()
            .ok_or("xtask stands outside a workspace")?;
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |directory| root.join(directory));
        Ok(Self {
            root: root.to_path_buf(),
            target,
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The directory for everything that is built; `CARGO_TARGET_DIR` is honoured.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// A command that runs in the root of the workspace.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if SET_BY_CARGO_RUN
                .iter()
                .any(|prefix| text.starts_with(prefix))
            {
                command.env_remove(&name);
            }
        }
        command
    }

    /// A cargo command with these arguments.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = self.command(cargo);
        command.args(arguments);
        command
    }

    /// Builds what `arguments` select and returns the path of its one executable.
    pub(crate) fn build_executable(&self, arguments: &[&str]) -> Outcome<PathBuf> {
        let executables = self.build_executables(arguments)?;
        match executables.into_values().next() {
            Some(executable) => Ok(executable),
            None => Err(format!("{} built no executable", arguments.join(" ")).into()),
        }
    }

    /// Builds what `arguments` select and returns the paths of its executables by name.
    pub(crate) fn build_executables(
        &self,
        arguments: &[&str],
    ) -> Outcome<BTreeMap<String, PathBuf>> {
        let mut command = self.cargo(&["build", "--locked"]);
        command
            .args(arguments)
            .arg("--message-format=json-render-diagnostics");
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().ok_or("cargo has no standard output")?;
        let mut executables = BTreeMap::new();
        for line in BufReader::new(stdout).lines() {
            executables.extend(executable_of(&line?));
        }
        if !child.wait()?.success() {
            return Err(format!("cargo build {} failed", arguments.join(" ")).into());
        }
        Ok(executables)
    }
}

/// The executable that one message of `cargo build` announces, if it announces one, and its name.
fn executable_of(message: &str) -> Option<(String, PathBuf)> {
    let message: Value = serde_json::from_str(message).ok()?;
    let executable = PathBuf::from(message.get("executable")?.as_str()?);
    Some((message["target"]["name"].as_str()?.to_owned(), executable))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_messages_with_an_executable_name_one() {
        let built = r#"{"target":{"name":"poolgate"},"executable":"/t/debug/poolgate"}"#;
        let expected = ("poolgate".to_owned(), PathBuf::from("/t/debug/poolgate"));
        assert_eq!(executable_of(built), Some(expected));
        let library = r#"{"target":{"name":"poolgate"},"executable":null}"#;
        assert_eq!(executable_of(library), None);
        assert_eq!(executable_of("warning: not JSON"), None);
    }
}
