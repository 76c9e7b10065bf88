//! Programs measured from outside, and the JSON that workers print about themselves.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use wait4::Wait4;

use crate::Outcome;

/// What one run of a whole program took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    pub(crate) cpu: Duration,
    /// The largest resident set, in bytes. It is no less than what this very process had at the
    /// time of the fork, about 3 MiB.
    pub(crate) memory: u64,
}

/// Runs a command `times` times and returns the median of each cost.
pub(crate) fn median_cost(mut make: impl FnMut() -> Command, times: usize) -> Outcome<Cost> {
    let mut costs = Vec::with_capacity(times);
    for _ in 0..times {
        costs.push(cost(&mut make())?);
    }
    Ok(Cost {
        wall: median(&costs, |cost| cost.wall),
        cpu: median(&costs, |cost| cost.cpu),
        memory: median(&costs, |cost| cost.memory),
    })
}

fn median<T: Ord + Copy>(costs: &[Cost], of: impl Fn(&Cost) -> T) -> T {
    let mut values: Vec<T> = costs.iter().map(of).collect();
    values.sort_unstable();
    values[values.len() / 2]
}

fn cost(command: &mut Command) -> Outcome<Cost> {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let started = Instant::now();
    let finished = command.spawn()?.wait4()?;
    let wall = started.elapsed();
    if !finished.status.success() {
        return Err(format!("{command:?} failed").into());
    }
    let usage = finished.rusage;
    Ok(Cost {
        wall,
        cpu: usage.utime + usage.stime,
        memory: usage.maxrss,
    })
}

/// Runs a worker that prints one JSON object.
pub(crate) fn json(command: &mut Command) -> Outcome<Value> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{command:?} failed").into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Runs a worker that prints how many microseconds its work took.
pub(crate) fn microseconds(command: &mut Command) -> Outcome<f64> {
    number(&json(command)?, "microseconds")
}

/// A number of a worker's answer.
pub(crate) fn number(answer: &Value, name: &str) -> Outcome<f64> {
    let found = answer.get(name).and_then(Value::as_f64);
    found.ok_or_else(|| format!("{answer} has no number {name}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_program_is_measured() {
        let cost = median_cost(|| Command::new("true"), 3).unwrap();
        assert!(cost.wall > Duration::ZERO);
        assert!(cost.memory > 0);
    }

    #[test]
    fn a_program_that_fails_is_an_error() {
        assert!(median_cost(|| Command::new("false"), 1).is_err());
    }
}
