//! The workers of `cargo xtask bench`: each prints one JSON object.
//!
//! | command | what it prints |
//! |---|---|
//! | `srp` | `microseconds` of one client handshake |
//! | `sign-ins URL FLOW CLIENTS SECONDS` | `sign_ins` done in `seconds` against that server, and whether it `refuses_wrong_password` |

mod handshake;
mod service;
mod sign_ins;

use std::error::Error;
use std::process::ExitCode;

use serde_json::Value;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match work(&words) {
        Ok(result) => {
            println!("{result}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("poolgate-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn work(words: &[&str]) -> Outcome<Value> {
    match words {
        ["srp"] => handshake::measure(),
        ["sign-ins", url, flow, clients, seconds] => {
            sign_ins::measure(url, flow.parse()?, clients.parse()?, seconds.parse()?)
        }
        _ => Err("usage: poolgate-bench srp | sign-ins URL srp|password CLIENTS SECONDS".into()),
    }
}
