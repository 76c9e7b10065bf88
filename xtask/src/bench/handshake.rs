//! The client's side of SRP, from a fresh A to the session key.

use super::comparison::{Comparison, Figure, Unit};
use super::{Bench, process};
use crate::Outcome;

pub(crate) fn compare(bench: &Bench) -> Outcome<Vec<Comparison>> {
    let ours = process::microseconds(bench.workspace.command(bench.worker()?).arg("srp"))?;
    let peers = [
        ("pycognito (a of 1024 bits)", "pycognito_srp.py"),
        (
            "OpenSSL BN, constant time, the powers only",
            "openssl_srp.py",
        ),
    ];
    let peers = peers
        .into_iter()
        .map(|(name, program)| Ok(Figure::new(name, bench.python_peer(program)? / 1e3)));
    Ok(vec![Comparison {
        work: "SRP client handshake".to_owned(),
        unit: Unit::Milliseconds,
        ours: Figure::new("poolgate-srp (a of 256 bits)", ours / 1e3),
        peers: peers.collect::<Outcome<_>>()?,
    }])
}
