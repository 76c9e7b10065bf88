//! One step of a run: a command whose output is passed on and counted.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::tally::Tally;

/// What a step is expected to show for itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// Passes or fails as one.
    Check,
    /// Runs tests and closes with how many.
    Tests,
}

/// What came of a step.
pub(crate) struct Report {
    pub(crate) name: &'static str,
    pub(crate) tally: Tally,
    pub(crate) duration: Duration,
}

/// Carries out a step; whatever keeps it from running counts as a failure of it.
pub(crate) fn carry_out(
    name: &'static str,
    kind: Kind,
    command: impl FnOnce() -> Outcome<Command>,
) -> Report {
    println!("\n==> {name}");
    let started = Instant::now();
    let tally = command()
        .and_then(|mut command| run(kind, &mut command))
        .unwrap_or_else(|error| {
            println!("{name}: {error}");
            Tally {
                passed: 0,
                failed: 1,
            }
        });
    Report {
        name,
        tally,
        duration: started.elapsed(),
    }
}

fn run(kind: Kind, command: &mut Command) -> Outcome<Tally> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let stdout = child
        .stdout
        .take()
        .ok_or("the command has no standard output")?;
    let tally = pass_on(BufReader::new(stdout), std::io::stdout())?;
    Ok(judge(kind, child.wait()?.success(), tally))
}

fn pass_on(mut output: impl BufRead, mut terminal: impl Write) -> Outcome<Tally> {
    let mut tally = Tally::default();
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line)? > 0 {
        terminal.write_all(&line)?;
        tally += Tally::of_line(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok(tally)
}

/// A runner that failed without naming a failed test, or that ran none, is a failure all the same.
fn judge(kind: Kind, success: bool, counted: Tally) -> Tally {
    match kind {
        Kind::Check => Tally {
            passed: u64::from(success),
            failed: u64::from(!success),
        },
        Kind::Tests if !success => Tally {
            failed: counted.failed.max(1),
            ..counted
        },
        Kind::Tests if counted == Tally::default() => Tally {
            passed: 0,
            failed: 1,
        },
        Kind::Tests => counted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_counts_as_one() {
        let output = Tally {
            passed: 7,
            failed: 7,
        };
        assert_eq!(
            judge(Kind::Check, true, output),
            Tally {
                passed: 1,
                failed: 0
            }
        );
        assert_eq!(
            judge(Kind::Check, false, output),
            Tally {
                passed: 0,
                failed: 1
            }
        );
    }

    #[test]
    fn a_runner_that_ran_nothing_has_failed() {
        let nothing = Tally::default();
        assert_eq!(
            judge(Kind::Tests, true, nothing),
            Tally {
                passed: 0,
                failed: 1
            }
        );
    }

    #[test]
    fn a_runner_that_broke_after_good_tests_has_failed() {
        let good = Tally {
            passed: 9,
            failed: 0,
        };
        assert_eq!(
            judge(Kind::Tests, false, good),
            Tally {
                passed: 9,
                failed: 1
            }
        );
        assert_eq!(judge(Kind::Tests, true, good), good);
    }

    #[test]
    fn every_closing_line_is_added() {
        let output =
            b"test result: ok. 2 passed; 0 failed\n\xff\ntest result: ok. 3 passed; 1 failed";
        let mut terminal = Vec::new();
        let tally = pass_on(output.as_slice(), &mut terminal).unwrap();
        assert_eq!(
            tally,
            Tally {
                passed: 5,
                failed: 1
            }
        );
        assert_eq!(terminal, output);
    }
}
