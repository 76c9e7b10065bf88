//! Cached AWS credentials, printed by a whole process, as every call of an AWS tool does it.

use std::path::PathBuf;
use std::process::Command;

use super::Bench;
use super::comparison::{Comparison, Figure, Unit};
use super::process::{Cost, median_cost};
use crate::Outcome;

/// Median of so many runs; the AWS CLI takes half a second for one.
const RUNS: usize = 200;
const RUNS_OF_AWS: usize = 10;

pub(crate) fn compare(bench: &Bench) -> Outcome<Vec<Comparison>> {
    let home = Home::make(bench)?;
    let program = bench.poolgate()?;
    let poolgate = |arguments: &[&str]| {
        let mut command = home.command(bench, &program);
        command.args(arguments).args(["--profile", "local"]);
        command
    };
    if !poolgate(&["login"]).output()?.status.success() {
        return Err("the sign-in to the embedded Cognito failed".into());
    }
    let ours = median_cost(|| poolgate(&["credential-process"]), RUNS)?;
    // `configure export-credentials` is in version 2 only, which no package registry has.
    let resolve = || {
        let mut aws = home.command(bench, &bench.environment.bin().join("aws"));
        aws.args(["configure", "list"])
            .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI");
        aws
    };
    let aws = median_cost(resolve, RUNS_OF_AWS)?;
    let nothing = median_cost(|| bench.workspace.command("/bin/true"), RUNS)?;
    let peers = [
        ("aws configure list (AWS CLI 1)", aws),
        ("/bin/true", nothing),
    ];
    let compare = |work: &str, unit, of: fn(&Cost) -> f64| Comparison {
        work: format!("cached credentials, {work}"),
        unit,
        ours: Figure::new("poolgate credential-process", of(&ours)),
        peers: peers
            .iter()
            .map(|(name, cost)| Figure::new(name, of(cost)))
            .collect(),
    };
    Ok(vec![
        compare("wall time", Unit::Milliseconds, |cost| {
            cost.wall.as_secs_f64() * 1e3
        }),
        compare("CPU time", Unit::Milliseconds, |cost| {
            cost.cpu.as_secs_f64() * 1e3
        }),
        compare("memory", Unit::Mebibytes, |cost| mebibytes(cost.memory)),
    ])
}

#[allow(clippy::cast_precision_loss, reason = "memory is far below 2^53 bytes")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// A home directory of its own: no file of the person who measures is read or written.
struct Home(PathBuf);

impl Home {
    fn make(bench: &Bench) -> Outcome<Self> {
        let path = bench.workspace.target().join("bench/home");
        if path.exists() {
            std::fs::remove_dir_all(&path)?;
        }
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    fn command(&self, bench: &Bench, program: &std::path::Path) -> Command {
        let mut command = bench.workspace.command(program);
        command
            .env("HOME", &self.0)
            .env("XDG_CONFIG_HOME", self.0.join("config"))
            .env("XDG_STATE_HOME", self.0.join("state"));
        command
    }
}
