//! A whole access token verified, beside the bare signature check of the same cryptography.

use super::comparison::{Comparison, Figure, Unit};
use super::{Bench, process};
use crate::Outcome;

pub(crate) fn compare(bench: &Bench) -> Outcome<Vec<Comparison>> {
    let pyjwt = Figure::new("PyJWT", bench.python_peer("pyjwt_verify.py")?);
    ["ring", "aws-lc-rs"]
        .into_iter()
        .map(|backend| with(bench, backend, &pyjwt))
        .collect()
}

fn with(bench: &Bench, backend: &str, pyjwt: &Figure) -> Outcome<Comparison> {
    let package = ["--package", "poolgate-token", "--example", "verify_speed"];
    let features = ["--no-default-features", "--features", backend];
    let example = bench.release(&[&package[..], &features[..]].concat())?;
    let answer = process::json(&mut bench.workspace.command(example))?;
    let raw = format!("raw {backend}, the signature only");
    Ok(Comparison {
        work: format!("verify an access token, {backend}"),
        unit: Unit::Microseconds,
        ours: Figure::new(
            "poolgate-token",
            process::number(&answer, "verify_microseconds")?,
        ),
        peers: vec![
            Figure::new(&raw, process::number(&answer, "raw_microseconds")?),
            pyjwt.clone(),
        ],
    })
}
