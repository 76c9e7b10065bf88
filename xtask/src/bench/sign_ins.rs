//! Sign-ins a second: our server beside moto's, under the same eight clients.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;

use super::comparison::{Comparison, Figure, Unit};
use super::{Bench, process};
use crate::Outcome;

const CLIENTS: &str = "8";
const SECONDS: &str = "5";

pub(crate) fn compare(bench: &Bench) -> Outcome<Vec<Comparison>> {
    let program = bench.poolgate()?;
    let ours = || {
        let mut command = bench.workspace.command(&program);
        command.args(["local", "serve", "--addr", "127.0.0.1:0", "--memory"]);
        command
    };
    let moto = || {
        let mut command = bench
            .workspace
            .command(bench.environment.bin().join("moto_server"));
        command.args(["-H", "127.0.0.1", "-p", "0"]);
        command
    };
    let compare = |work: &str, flow: &str, peer: &str| -> Outcome<Comparison> {
        Ok(Comparison {
            work: format!("sign-ins {work}, 8 clients"),
            unit: Unit::PerSecond,
            ours: Figure::new("poolgate local", rate(bench, ours(), flow)?),
            peers: vec![Figure::new(peer, rate(bench, moto(), flow)?)],
        })
    };
    Ok(vec![
        compare("by SRP", "srp", "moto (checks no proof)")?,
        compare("by password", "password", "moto")?,
    ])
}

/// Sign-ins a second on a server of its own.
fn rate(bench: &Bench, server: Command, flow: &str) -> Outcome<f64> {
    let server = Server::start(server)?;
    let mut load = bench.workspace.command(bench.worker()?);
    load.args(["sign-ins", &server.url, flow, CLIENTS, SECONDS]);
    let answer = process::json(&mut load)?;
    Ok(process::number(&answer, "sign_ins")? / process::number(&answer, "seconds")?)
}

/// A server that says on a line of its own where it listens; ended with this value.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start(mut command: Command) -> Outcome<Self> {
        // moto says where it listens on standard error, and goes on to log every request there.
        let (reader, writer) = std::io::pipe()?;
        command
            .stdin(Stdio::null())
            .stdout(writer.try_clone()?)
            .stderr(writer);
        let mut process = command.spawn()?;
        // The command holds the writing ends: only without it does the pipe end with the server.
        drop(command);
        let mut output = BufReader::new(reader);
        match first_url(&mut output) {
            Ok(url) => {
                thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
                Ok(Self { process, url })
            }
            Err(error) => {
                process.kill()?;
                process.wait()?;
                Err(error)
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that has ended by itself is just as gone.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn first_url(output: &mut impl BufRead) -> Outcome<String> {
    let mut line = String::new();
    while output.read_line(&mut line)? > 0 {
        let url = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"));
        if let Some(url) = url {
            return Ok(url.trim_end_matches('/').to_owned());
        }
        line.clear();
    }
    Err("the server ended before it was ready".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_is_found_after_other_lines() {
        let mut output = b"WARNING: a server\n * Running on http://127.0.0.1:36991/\n".as_slice();
        assert_eq!(first_url(&mut output).unwrap(), "http://127.0.0.1:36991");
        assert!(first_url(&mut b"no address\n".as_slice()).is_err());
    }
}
