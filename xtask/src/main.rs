//! `cargo xtask …`: the workspace's own commands, so that no shell script stands beside it.
//!
//! | command | what it does |
//! |---|---|
//! | `test` | everything a change must pass, as continuous integration runs it |
//! | `interop` | only the tests against other people's clients and servers |
//! | `bench` | the benchmarks, each beside a named peer in the same run |
//! | `operations` | the table of operations, from the models, the sources and the tests |
//! | `deny` | licences, advisories and sources of all dependencies |
//! | `model-facts` | the facts of the public service models that the local server checks input by |

mod bench;
mod browser;
mod deny;
mod environment;
mod interop;
mod model_facts;
mod operations;
mod step;
mod tally;
mod test;
mod workspace;

use std::error::Error;
use std::process::ExitCode;

use workspace::Workspace;

/// What a command hands back: whether all was well, or why it could not be carried out.
type Outcome<T> = Result<T, Box<dyn Error>>;

const USAGE: &str = "\
usage: cargo xtask <command>

  test [--only STEP,…]     run everything, or the named steps (see --list)
  test --list              name the steps
  interop [PYTEST ARGS]    the tests against other people's clients and servers
  bench [--only NAME,…]    benchmarks beside their peers; writes bench/latest.json under target/
  operations [--check]     write docs/operations.md, or see whether it is still true
  deny                     check licences, advisories and sources with cargo-deny
  model-facts BOTOCORE     make the local server's tables of input constraints anew";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::from(2)
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome<bool> {
    let workspace = Workspace::locate()?;
    match arguments.split_first() {
        Some((command, rest)) => match command.as_str() {
            "test" => test::run(&workspace, rest),
            "interop" => interop::run(&workspace, rest),
            "bench" => bench::run(&workspace, rest),
            "operations" => operations::run(&workspace, rest),
            "deny" => deny::run(&workspace),
            "model-facts" => model_facts::run(rest),
            other => Err(format!("no command {other:?}\n\n{USAGE}").into()),
        },
        None => Err(format!("a command is needed\n\n{USAGE}").into()),
    }
}
