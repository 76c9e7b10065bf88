//! Sign-ins a second: our server beside moto's and MiniStack's, under the same eight clients.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::Value;

use super::comparison::{Comparison, Figure, Unit};
use super::{Bench, process};
use crate::{Outcome, environment};

const CLIENTS: &str = "8";
const SECONDS: &str = "5";

/// The flows by the worker's names for them, and what proves the password in each.
const FLOWS: [(&str, &str, &str); 2] = [
    ("by SRP", "srp", "proof"),
    ("by password", "password", "password"),
];

pub(crate) fn compare(bench: &Bench) -> Outcome<Vec<Comparison>> {
    let program = bench.poolgate()?;
    let servers = environment::prepare_servers(bench.workspace)?;
    FLOWS
        .into_iter()
        .map(|(work, flow, proof)| {
            let ours = rate(bench, poolgate(bench, &program), flow)?;
            if !ours.checks {
                return Err(format!("poolgate local took a wrong {proof}").into());
            }
            let peers = [
                ("moto", moto(bench)),
                ("MiniStack", ministack(bench, &servers)),
            ];
            Ok(Comparison {
                work: format!("sign-ins {work}, 8 clients"),
                unit: Unit::PerSecond,
                ours: ours.figure("poolgate local", proof),
                peers: peers
                    .into_iter()
                    .filter_map(|(name, server)| peer(bench, name, server, (flow, proof)))
                    .collect(),
            })
        })
        .collect()
}

fn poolgate(bench: &Bench, program: &Path) -> Command {
    let mut command = bench.workspace.command(program);
    command.args(["local", "serve", "--addr", "127.0.0.1:0", "--memory"]);
    command
}

fn moto(bench: &Bench) -> Command {
    let program = bench.environment.bin().join("moto_server");
    let mut command = bench.workspace.command(program);
    command.args(["-H", "127.0.0.1", "-p", "0"]);
    command
}

fn ministack(bench: &Bench, servers: &Path) -> Command {
    let mut command = bench.workspace.command(servers.join("ministack"));
    command
        .env("BIND_HOST", "127.0.0.1")
        .env("GATEWAY_PORT", "0");
    command
}

/// The figure of a peer, or a line that says why it has none.
fn peer(bench: &Bench, name: &str, server: Command, (flow, proof): (&str, &str)) -> Option<Figure> {
    match rate(bench, server, flow) {
        Ok(rate) => Some(rate.figure(name, proof)),
        Err(error) => {
            println!("{name} does not sign in with {flow}: {error}");
            None
        }
    }
}

/// What came of the load on one server.
struct Rate {
    sign_ins_per_second: f64,
    /// Whether it refused a wrong password.
    checks: bool,
}

impl Rate {
    fn figure(&self, name: &str, proof: &str) -> Figure {
        let verb = if self.checks {
            "checks"
        } else {
            "does not check"
        };
        Figure::new(
            &format!("{name} ({verb} the {proof})"),
            self.sign_ins_per_second,
        )
    }
}

/// Puts the load on a server of its own.
fn rate(bench: &Bench, server: Command, flow: &str) -> Outcome<Rate> {
    let server = Server::start(server)?;
    let mut load = bench.workspace.command(bench.worker()?);
    load.args(["sign-ins", &server.url, flow, CLIENTS, SECONDS]);
    let answer = process::json(&mut load)?;
    let checks = answer
        .get("refuses_wrong_password")
        .and_then(Value::as_bool);
    Ok(Rate {
        sign_ins_per_second: process::number(&answer, "sign_ins")?
            / process::number(&answer, "seconds")?,
        checks: checks.ok_or_else(|| format!("{answer} does not say whether it checks"))?,
    })
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
