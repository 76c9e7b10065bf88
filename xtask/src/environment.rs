//! The Python and Node packages that the interop tests and the benchmarks need.
//!
//! Both are made under the target directory from files with exact versions, and kept until such a
//! file changes.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::workspace::Workspace;

/// The oldest Python that the pinned packages support.
const PYTHON_MINIMUM: (u32, u32) = (3, 11);

/// Packages installed and ready.
pub(crate) struct Environment {
    virtual_environment: PathBuf,
    node_modules: PathBuf,
}

impl Environment {
    /// Installs what is missing; does nothing when all is as the files in `interop/` say.
    pub(crate) fn prepare(workspace: &Workspace) -> Outcome<Self> {
        let directory = workspace.target().join("interop");
        std::fs::create_dir_all(&directory)?;
        Ok(Self {
            virtual_environment: python_packages(
                workspace,
                "interop/requirements.txt",
                &directory.join("venv"),
            )?,
            node_modules: node_packages(workspace, &directory.join("node"))?,
        })
    }

    /// The environment's Python with these arguments; it writes no bytecode beside the sources.
    pub(crate) fn python(&self, workspace: &Workspace, arguments: &[&str]) -> Command {
        let mut command = workspace.command(self.bin().join("python"));
        command.args(arguments).env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }

    /// Where the programs that come with the Python packages are (`aws`, `moto_server`).
    pub(crate) fn bin(&self) -> PathBuf {
        self.virtual_environment.join("bin")
    }

    pub(crate) fn node_modules(&self) -> &Path {
        &self.node_modules
    }
}

/// Installs the servers that only benchmarks meet; answers where their programs are (`ministack`).
pub(crate) fn prepare_servers(workspace: &Workspace) -> Outcome<PathBuf> {
    let directory = workspace.target().join("interop/servers");
    let requirements = "interop/bench/requirements.txt";
    Ok(python_packages(workspace, requirements, &directory)?.join("bin"))
}

/// A virtual environment with the packages that a file of the workspace names.
fn python_packages(workspace: &Workspace, file: &str, directory: &Path) -> Outcome<PathBuf> {
    let requirements = workspace.root().join(file);
    let version = output_of(workspace.command("python3").arg("--version"))?;
    check_python(&version)?;
    let wanted = version + &std::fs::read_to_string(&requirements)?;
    let stamp = Stamp::new(directory, wanted);
    if !stamp.is_current() {
        println!("installing the Python packages of {file}");
        let made = workspace
            .command("python3")
            .args(["-m", "venv", "--clear"])
            .arg(directory)
            .status()?;
        if !made.success() {
            return Err("python3 -m venv failed (on Debian: apt-get install python3-venv)".into());
        }
        let mut pip = workspace.command(directory.join("bin/python"));
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
        ]);
        succeed("pip install", pip.arg(&requirements))?;
        stamp.put()?;
    }
    Ok(directory.to_path_buf())
}

fn node_packages(workspace: &Workspace, directory: &Path) -> Outcome<PathBuf> {
    let source = workspace.root().join("interop/node");
    let stamp = Stamp::new(
        directory,
        std::fs::read_to_string(source.join("package-lock.json"))?,
    );
    if !stamp.is_current() {
        println!("installing the Node packages of interop/node/package-lock.json");
        std::fs::create_dir_all(directory)?;
        for name in ["package.json", "package-lock.json"] {
            std::fs::copy(source.join(name), directory.join(name))?;
        }
        let mut npm = workspace.command("npm");
        npm.args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]);
        succeed("npm ci", npm.current_dir(directory))?;
        stamp.put()?;
    }
    Ok(directory.join("node_modules"))
}

/// A file that says from what a directory was made; written last, so a broken installation has none.
struct Stamp {
    path: PathBuf,
    wanted: String,
}

impl Stamp {
    fn new(directory: &Path, wanted: String) -> Self {
        Self {
            path: directory.join("made-from.txt"),
            wanted,
        }
    }

    fn is_current(&self) -> bool {
        std::fs::read_to_string(&self.path).is_ok_and(|found| found == self.wanted)
    }

    fn put(&self) -> Outcome<()> {
        Ok(std::fs::write(&self.path, &self.wanted)?)
    }
}

fn check_python(version: &str) -> Outcome<()> {
    let mut numbers = version
        .trim()
        .trim_start_matches("Python ")
        .split('.')
        .map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) if (major, minor) >= PYTHON_MINIMUM => Ok(()),
        _ => {
            let (major, minor) = PYTHON_MINIMUM;
            Err(format!("Python {major}.{minor} or newer is needed, found {version:?}").into())
        }
    }
}

fn output_of(command: &mut Command) -> Outcome<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| format!("cannot run {name}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{name} failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn succeed(name: &str, command: &mut Command) -> Outcome<()> {
    let status = command
        .status()
        .map_err(|error| format!("cannot run {name}: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{name} failed").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_or_unreadable_python_is_refused() {
        check_python("Python 3.11.7\n").unwrap();
        check_python("Python 4.0\n").unwrap();
        for version in ["Python 3.10.14\n", "Python 2.7.18\n", "Python\n", ""] {
            assert!(check_python(version).is_err(), "{version:?}");
        }
    }
}
