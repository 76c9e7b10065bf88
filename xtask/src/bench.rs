//! `cargo xtask bench`: each benchmark beside named peers, in the same run on the same machine.

mod comparison;
mod credential_process;
mod handshake;
mod process;
mod sign_ins;
mod verification;

use std::path::PathBuf;

use comparison::{Comparison, print_table, to_json};

use crate::Outcome;
use crate::environment::Environment;
use crate::workspace::Workspace;

/// What every benchmark needs.
struct Bench<'a> {
    workspace: &'a Workspace,
    environment: Environment,
}

/// A benchmark by its name.
type Benchmark = (&'static str, fn(&Bench) -> Outcome<Vec<Comparison>>);

const BENCHMARKS: [Benchmark; 4] = [
    ("handshake", handshake::compare),
    ("verification", verification::compare),
    ("credential-process", credential_process::compare),
    ("sign-ins", sign_ins::compare),
];

/// Runs the benchmarks that `arguments` select, prints a table and writes `bench/latest.json`.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<bool> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let selected = match words.as_slice() {
        [] => BENCHMARKS.to_vec(),
        ["--only", names] => select(names)?,
        _ => return Err(format!("bench does not take {}", words.join(" ")).into()),
    };
    let bench = Bench {
        workspace,
        environment: Environment::prepare(workspace)?,
    };
    let mut comparisons = Vec::new();
    for (name, compare) in selected {
        println!("measuring {name}");
        comparisons.extend(compare(&bench)?);
    }
    print_table(&comparisons);
    let directory = workspace.target().join("bench");
    std::fs::create_dir_all(&directory)?;
    let file = directory.join("latest.json");
    std::fs::write(&file, format!("{:#}\n", to_json(&comparisons)))?;
    println!("\nwritten to {}", file.display());
    Ok(true)
}

fn select(names: &str) -> Outcome<Vec<Benchmark>> {
    let find = |name: &str| {
        let found = BENCHMARKS.into_iter().find(|benchmark| benchmark.0 == name);
        found.ok_or_else(|| {
            let all = BENCHMARKS.map(|benchmark| benchmark.0).join(", ");
            format!("no benchmark {name:?}; there are {all}").into()
        })
    };
    names.split(',').map(find).collect()
}

impl Bench<'_> {
    /// The command `poolgate`, as it is released.
    fn poolgate(&self) -> Outcome<PathBuf> {
        self.release(&["--package", "poolgate-cli", "--bin", "poolgate"])
    }

    /// The worker on Poolgate's side.
    fn worker(&self) -> Outcome<PathBuf> {
        self.release(&["--package", "poolgate-bench", "--bin", "poolgate-bench"])
    }

    fn release(&self, what: &[&str]) -> Outcome<PathBuf> {
        self.workspace
            .build_executable(&[&["--release"], what].concat())
    }

    /// Runs one of the Python programs in `interop/bench/peers`.
    fn python_peer(&self, program: &str) -> Outcome<f64> {
        let path = format!("interop/bench/peers/{program}");
        process::microseconds(&mut self.environment.python(self.workspace, &[&path]))
    }
}
