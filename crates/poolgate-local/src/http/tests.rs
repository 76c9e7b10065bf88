//! Limits, with patience of a fraction of a second.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

use super::Limits;
use crate::server::{RunningServer, Server};

/// Long enough for a loaded machine, short enough for a test.
const SHORT: Duration = Duration::from_millis(300);
/// Nothing that is expected takes this long.
const LONG: Duration = Duration::from_secs(20);

struct Running {
    runtime: Runtime,
    server: RunningServer,
}

fn serve(limits: Limits) -> Running {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let server = runtime
        .block_on(Server::builder().limits(limits).start())
        .unwrap();
    Running { runtime, server }
}

impl Running {
    fn connect(&self) -> TcpStream {
        connect(self.server.local_addr())
    }

    /// Sends these bytes and reads until the server closes the connection.
    fn exchange(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        rest(stream)
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    stream.set_write_timeout(Some(LONG)).unwrap();
    stream
}

fn rest(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}"),
    }
    String::from_utf8(answer).unwrap()
}

fn post(body: &[u8]) -> Vec<u8> {
    let mut request = format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(body);
    request
}

const HEALTH: &[u8] =
    b"GET /_poolgate/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

#[test]
fn closes_on_a_head_that_does_not_end() {
    let running = serve(Limits {
        head_time: SHORT,
        ..Limits::default()
    });
    let begun = Instant::now();
    let answer = running.exchange(b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    assert!(!answer.contains("200 OK"), "{answer}");
    assert!(
        (SHORT..LONG).contains(&begun.elapsed()),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn closes_a_connection_that_says_nothing() {
    let running = serve(Limits {
        head_time: SHORT,
        ..Limits::default()
    });
    assert_eq!(running.exchange(b""), "");
}

#[test]
fn refuses_a_body_that_does_not_arrive() {
    let running = serve(Limits {
        body_time: SHORT,
        ..Limits::default()
    });
    let request = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{";
    let answer = running.exchange(request);
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(
        answer.contains(r#""__type":"RequestTimeoutException""#),
        "{answer}"
    );
}

#[test]
fn refuses_a_body_that_is_too_large() {
    let running = serve(Limits {
        body_size: 1000,
        discarded_size: 1 << 20,
        ..Limits::default()
    });
    for size in [1001, 100_000] {
        let answer = running.exchange(&post(&vec![b' '; size]));
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        assert!(
            answer.contains("x-amzn-errortype: RequestEntityTooLargeException:"),
            "{answer}"
        );
        assert!(answer.contains("limit of 1000 bytes"), "{answer}");
    }
    let answer = running.exchange(&post(&[b' '; 1000]));
    assert!(answer.contains("UnknownOperationException"), "{answer}");
}

#[test]
fn refuses_at_once_what_says_that_it_is_too_large() {
    let running = serve(Limits {
        body_size: 1000,
        body_time: LONG,
        ..Limits::default()
    });
    let mut stream = running.connect();
    stream.set_read_timeout(Some(LONG / 2)).unwrap();
    stream
        .write_all(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000000\r\n\r\n")
        .unwrap();
    // Not one byte of the body is sent, and none is waited for.
    let mut status = [0; 13];
    stream.read_exact(&mut status).unwrap();
    assert_eq!(&status, b"HTTP/1.1 413 ");
}

#[test]
fn refuses_a_chunked_body_that_is_too_large() {
    let running = serve(Limits {
        body_size: 1000,
        ..Limits::default()
    });
    let mut request =
        b"POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
            .to_vec();
    for _ in 0..11 {
        request.extend_from_slice(b"64\r\n");
        request.extend_from_slice(&[b'x'; 100]);
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"0\r\n\r\n");
    let answer = running.exchange(&request);
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[test]
fn stops_reading_a_body_without_end() {
    let limits = Limits {
        body_size: 1000,
        discarded_size: 10_000,
        ..Limits::default()
    };
    let running = serve(limits);
    let mut stream = running.connect();
    stream
        .write_all(b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000000\r\n\r\n")
        .unwrap();
    let sent = (0..1_000_000).find(|_| stream.write_all(&[b'x'; 1000]).is_err());
    assert!(sent.is_some(), "a gigabyte was taken");
}

#[test]
fn refuses_a_head_that_is_too_large() {
    let running = serve(Limits {
        head_size: 8192,
        ..Limits::default()
    });
    let mut request = b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Large: ".to_vec();
    request.resize(10_000, b'x');
    let answer = running.exchange(&request);
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
}

#[test]
fn closes_on_a_client_that_reads_no_answers() {
    let running = serve(Limits {
        stall_time: SHORT,
        ..Limits::default()
    });
    let mut stream = running.connect();
    let request = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}".repeat(100);
    let failed = (0..100_000)
        .find_map(|_| stream.write_all(&request).err())
        .unwrap();
    let closed = [ErrorKind::ConnectionReset, ErrorKind::BrokenPipe];
    assert!(closed.contains(&failed.kind()), "{failed}");
}

#[test]
fn lets_clients_above_the_bound_wait_for_a_place() {
    let running = serve(Limits {
        connections: 2,
        head_time: SHORT,
        ..Limits::default()
    });
    let idle = [running.connect(), running.connect()];
    let begun = Instant::now();
    assert!(running.exchange(HEALTH).starts_with("HTTP/1.1 200 "));
    assert!(begun.elapsed() >= SHORT / 2, "{:?}", begun.elapsed());
    drop(idle);
}

#[test]
fn finishes_a_request_in_flight_and_takes_no_new_one() {
    let running = serve(Limits::default());
    let address = running.server.local_addr();
    let idle = running.connect();
    let mut stream = running.connect();
    let request = post(b"{}");
    let (begin, end) = request.split_at(request.len() - 1);
    stream.write_all(begin).unwrap();
    // A second connection that is answered proves that the first one was accepted before.
    assert!(running.exchange(HEALTH).starts_with("HTTP/1.1 200 "));
    let shutdown = running.runtime.spawn(running.server.shutdown());
    // The idle connection ends with the shutdown's begin.
    assert_eq!(rest(idle), "");
    assert!(TcpStream::connect(address).is_err());
    stream.write_all(end).unwrap();
    assert!(rest(stream).contains("UnknownOperationException"));
    running.runtime.block_on(shutdown).unwrap();
}

#[test]
fn does_not_wait_for_ever_for_a_request_in_flight() {
    let running = serve(Limits {
        finish_time: SHORT,
        ..Limits::default()
    });
    let mut stream = running.connect();
    stream
        .write_all(
            b"POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n\
              Content-Length: 10\r\n\r\n",
        )
        .unwrap();
    // The server says so when it begins to wait for the body.
    let mut waits = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
    stream.read_exact(&mut waits).unwrap();
    assert!(waits.starts_with(b"HTTP/1.1 100 "));
    stream.write_all(b"{").unwrap();
    let begun = Instant::now();
    running.runtime.block_on(running.server.shutdown());
    assert!((SHORT..Limits::default().finish_time).contains(&begun.elapsed()));
    assert_eq!(rest(stream), "");
}

#[test]
fn stops_when_dropped() {
    let running = serve(Limits::default());
    let address = running.server.local_addr();
    let idle = running.connect();
    drop(running.server);
    assert_eq!(rest(idle), "");
    assert!(TcpStream::connect(address).is_err());
}
