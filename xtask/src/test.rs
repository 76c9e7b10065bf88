//! `cargo xtask test`: everything a change must pass.

use std::process::Command;

use crate::environment::Environment;
use crate::step::{Kind, Report, carry_out};
use crate::tally::Tally;
use crate::workspace::Workspace;
use crate::{Outcome, interop};

/// A step: its name, what it shows, and the command, made when its turn comes.
type Step = (&'static str, Kind, fn(&Workspace) -> Outcome<Command>);

/// In the order in which they run: what fails fastest comes first.
const STEPS: [Step; 10] = [
    ("fmt", Kind::Check, |workspace| {
        Ok(workspace.cargo(&["fmt", "--all", "--check"]))
    }),
    ("ruff", Kind::Check, ruff),
    ("clippy", Kind::Check, |workspace| {
        let scope = [
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--features",
            "poolgate/aws-config",
            "--",
            "-D",
            "warnings",
        ];
        Ok(workspace.cargo(&scope))
    }),
    ("tests", Kind::Tests, |workspace| {
        let targets = ["--lib", "--bins", "--tests"];
        let mut command = workspace.cargo(&["test", "--locked", "--workspace", "--no-fail-fast"]);
        command.args(targets);
        Ok(command)
    }),
    ("doctests", Kind::Tests, |workspace| {
        let scope = ["test", "--locked", "--workspace", "--no-fail-fast", "--doc"];
        Ok(workspace.cargo(&scope))
    }),
    ("features", Kind::Tests, features),
    ("doc", Kind::Check, |workspace| Ok(doc(workspace))),
    ("fuzz", Kind::Tests, fuzz),
    ("interop", Kind::Tests, |workspace| {
        interop::pytest(workspace, &[])
    }),
    // By what the step before it has seen.
    ("operations", Kind::Check, |workspace| {
        let check = ["run", "--locked", "--quiet", "-p", "xtask", "--"];
        let mut command = workspace.cargo(&check);
        command.args(["operations", "--check"]);
        Ok(command)
    }),
];

/// Runs the steps that `arguments` select; true if nothing failed.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<bool> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let steps = match words.as_slice() {
        [] => STEPS.to_vec(),
        ["--list"] => {
            for (name, ..) in STEPS {
                println!("{name}");
            }
            return Ok(true);
        }
        ["--only", names] => select(names)?,
        _ => return Err(format!("test does not take {}", words.join(" ")).into()),
    };
    let reports: Vec<Report> = steps
        .into_iter()
        .map(|(name, kind, command)| carry_out(name, kind, || command(workspace)))
        .collect();
    Ok(conclude(&reports))
}

fn select(names: &str) -> Outcome<Vec<Step>> {
    let wanted: Vec<&str> = names.split(',').collect();
    if let Some(unknown) = wanted
        .iter()
        .find(|name| STEPS.iter().all(|step| step.0 != **name))
    {
        return Err(format!("no step {unknown:?}; `cargo xtask test --list` names them").into());
    }
    Ok(STEPS
        .into_iter()
        .filter(|step| wanted.contains(&step.0))
        .collect())
}

fn conclude(reports: &[Report]) -> bool {
    let mut total = Tally::default();
    println!();
    for Report {
        name,
        tally,
        duration,
    } in reports
    {
        let verdict = if tally.failed == 0 { "ok" } else { "FAILED" };
        let Tally { passed, failed } = tally;
        let seconds = duration.as_secs_f64();
        println!("{name:<10} {verdict:<7} {passed:>5} passed {failed:>3} failed {seconds:>8.1} s");
        total += *tally;
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    total.failed == 0
}

fn ruff(workspace: &Workspace) -> Outcome<Command> {
    let environment = Environment::prepare(workspace)?;
    let format = ["-m", "ruff", "format", "--no-cache", "--check", "interop"];
    if !environment.python(workspace, &format).status()?.success() {
        return Err("`ruff format` would change files".into());
    }
    Ok(environment.python(workspace, &["-m", "ruff", "check", "--no-cache", "interop"]))
}

/// The fuzz targets over their seeds. They are a workspace of their own, which no other step sees:
/// whoever changes what a crate depends on brings its lock file up to date, too.
fn fuzz(workspace: &Workspace) -> Outcome<Command> {
    let in_fuzz = |arguments: &[&str]| {
        let mut command = workspace.cargo(arguments);
        command
            .current_dir(workspace.root().join("fuzz"))
            .env("CARGO_TARGET_DIR", workspace.target());
        command
    };
    if !in_fuzz(&["fmt", "--check"]).status()?.success() {
        return Err("`cargo fmt` would change files of fuzz/".into());
    }
    let lint = [
        "clippy",
        "--locked",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    if !in_fuzz(&lint).status()?.success() {
        return Err("clippy warns of fuzz/".into());
    }
    Ok(in_fuzz(&["test", "--locked", "--tests"]))
}

/// What no other step sees, since the workspace as a whole turns all features on: the library with
/// none and with each alone, and the tests of tokens with the backend that is not the default.
fn features(workspace: &Workspace) -> Outcome<Command> {
    for features in ["", "aws-config", "loopback", "profiles"] {
        let library = ["check", "--locked", "--package", "poolgate", "--features"];
        let mut check = workspace.cargo(&library);
        if !check.arg(features).status()?.success() {
            return Err(format!("poolgate does not build with the features {features:?}").into());
        }
    }
    let tokens = ["test", "--locked", "--package", "poolgate-token", "--tests"];
    let mut command = workspace.cargo(&tokens);
    command.args(["--no-default-features", "--features", "aws-lc-rs"]);
    Ok(command)
}

/// The CLI is left out: its program is named like the library, so their pages would collide.
fn doc(workspace: &Workspace) -> Command {
    let scope = [
        "doc",
        "--locked",
        "--workspace",
        "--no-deps",
        "--exclude",
        "poolgate-cli",
    ];
    let mut command = workspace.cargo(&scope);
    command.env("RUSTDOCFLAGS", "-D warnings");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_in_their_own_order() {
        let names: Vec<_> = select("interop,fmt")
            .unwrap()
            .iter()
            .map(|step| step.0)
            .collect();
        assert_eq!(names, ["fmt", "interop"]);
    }

    #[test]
    fn an_unknown_step_is_refused() {
        let error = select("fmt,lint").unwrap_err();
        assert!(error.to_string().contains("\"lint\""), "{error}");
    }
}
