//! How long each step of a handshake takes on this machine, in microseconds: the best of several
//! rounds, since everything that disturbs a measurement makes it longer.
//!
//! `cargo run --release -p poolgate-srp --example handshake_times`
#![allow(
    clippy::disallowed_methods,
    reason = "measuring is what this program is for"
)]

use std::{hint::black_box, time::Instant};

use getrandom::{SysRng, rand_core::UnwrapErr};
use poolgate_srp::{Client, Identity, Salt, Server, Verifier};

const ROUNDS: usize = 20;
const REPEATS: u32 = 10;

fn main() {
    let mut rng = UnwrapErr(SysRng);
    let identity = Identity::user("ABC", "a2c2e290-6d0f-4a08-a5ca-f0162935f3a6");
    let salt = Salt::random(&mut rng);
    let verifier = Verifier::from_password(&identity, b"correct horse", &salt);
    let server = Server::start(&mut rng, &verifier);
    let state = server.to_secret_bytes();
    let b = server.public_value().clone();
    let a = Client::start(&mut rng).public_value().clone();

    measure("client: start and finish", || {
        let client = Client::start(&mut UnwrapErr(SysRng));
        client.finish(&identity, b"correct horse", &salt, &b)
    });
    measure("client: start", || Client::start(&mut UnwrapErr(SysRng)));
    measure("server: start", || {
        Server::start(&mut UnwrapErr(SysRng), &verifier)
    });
    measure("server: take up and finish", || {
        Server::from_secret_bytes(state.as_slice(), b.clone())
            .and_then(|server| server.finish(&verifier, &a))
    });
    measure("verifier of a password", || {
        Verifier::from_password(&identity, b"correct horse", &salt)
    });
}

fn measure<T>(step: &str, mut work: impl FnMut() -> T) {
    let best = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        for _ in 0..REPEATS {
            black_box(work());
        }
        start.elapsed() / REPEATS
    });
    let best = best.min().unwrap_or_default();
    println!("{step:28} {:8.1} µs", best.as_secs_f64() * 1e6);
}
