//! One client handshake: from nothing to the session key.

use std::hint::black_box;
use std::time::{Duration, Instant};

use getrandom::SysRng;
use poolgate_srp::{Client, Identity, Salt, Server, Verifier};
use rand_core::UnwrapErr;
use serde_json::{Value, json};

use crate::Outcome;

const ROUNDS: usize = 10;
const REPEATS: u32 = 20;
const PASSWORD: &[u8] = b"Correct-horse7";

/// The best round: whatever disturbs a measurement makes it longer.
pub(crate) fn measure() -> Outcome<Value> {
    let mut rng = UnwrapErr(SysRng);
    let identity = Identity::user("AbCdEf123", "ann");
    let salt = Salt::random(&mut rng);
    let verifier = Verifier::from_password(&identity, PASSWORD, &salt);
    let server = Server::start(&mut rng, &verifier);
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        for _ in 0..REPEATS {
            let client = Client::start(&mut rng);
            black_box(client.finish(&identity, PASSWORD, &salt, server.public_value())?);
        }
        best = best.min(started.elapsed() / REPEATS);
    }
    Ok(json!({ "microseconds": best.as_secs_f64() * 1e6 }))
}
