//! Asking a server, without a runtime, whether it is the one that was meant.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use serde::Deserialize;

use super::address_file::AddressFile;

/// For each step of the exchange; a server of this machine answers in less than a millisecond.
const STEP_TIME: Duration = Duration::from_secs(1);

/// A foreign program may answer anything.
const LARGEST_ANSWER: usize = 64 * 1024;

#[derive(Deserialize)]
struct Health {
    instance: String,
}

/// Whether the server of this record, and no other program, answers there.
pub(super) fn answers(record: &AddressFile) -> bool {
    instance(reachable(record.address)).is_ok_and(|instance| instance == record.instance)
}

fn instance(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, STEP_TIME)?;
    stream.set_read_timeout(Some(STEP_TIME))?;
    stream.set_write_timeout(Some(STEP_TIME))?;
    let host = if address.is_ipv4() {
        "127.0.0.1"
    } else {
        "[::1]"
    };
    write!(
        stream,
        "GET /_poolgate/health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )?;
    let answer = read_within(stream, Instant::now() + STEP_TIME)?;
    let body = answer
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .map(|end| end + 4);
    let health: Health = serde_json::from_slice(&answer[body.unwrap_or_default()..])?;
    Ok(health.instance)
}

/// Reads to the end, which a foreign program may put off for ever.
fn read_within(mut stream: TcpStream, deadline: Instant) -> io::Result<Vec<u8>> {
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    while Instant::now() < deadline && answer.len() < LARGEST_ANSWER {
        match stream.read(&mut piece)? {
            0 => return Ok(answer),
            length => answer.extend_from_slice(&piece[..length]),
        }
    }
    Err(io::ErrorKind::TimedOut.into())
}

/// A server that listens everywhere is reached by the loopback address.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        match &mut address {
            SocketAddr::V4(address) => address.set_ip(Ipv4Addr::LOCALHOST),
            SocketAddr::V6(address) => address.set_ip(Ipv6Addr::LOCALHOST),
        }
    }
    address
}
