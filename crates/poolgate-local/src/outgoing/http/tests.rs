use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

use tokio::runtime::Runtime;
use zeroize::Zeroizing;

use super::*;

/// Somebody who takes one connection, reads a request and does this with it.
fn peer(answer: impl FnOnce(TcpStream, String) + Send + 'static) -> (Url, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let peer = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut byte = [0];
        while !request.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).unwrap();
            request.push(byte[0]);
        }
        let head = String::from_utf8(request).unwrap();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
        stream.read_exact(&mut body).unwrap();
        answer(stream, head + &String::from_utf8(body).unwrap());
    });
    let url = format!("http://app.localhost:{port}/path?a=b");
    (url.parse().unwrap(), peer)
}

fn ask(question: &Question) -> Result<Reply, Unanswered> {
    // A bound against a hang.
    ask_within(Duration::from_mins(1), question)
}

/// The same for what takes longer than anybody waits.
fn ask_in_vain(question: &Question) -> Result<Reply, Unanswered> {
    ask_within(Duration::from_millis(500), question)
}

fn ask_within(patience: Duration, question: &Question) -> Result<Reply, Unanswered> {
    super::super::tls::trust_nobody();
    let runtime = Runtime::new().unwrap();
    let outgoing = HttpOutgoing {
        patience,
        ..HttpOutgoing::new(runtime.handle().clone())
    };
    outgoing.ask(question)
}

#[test]
fn a_form_is_posted_with_a_token_below_localhost_as_on_this_machine() {
    let (url, peer) = peer(|mut stream, request| {
        assert!(
            request.starts_with("POST /path?a=b HTTP/1.1\r\nhost: app.localhost:"),
            "{request}"
        );
        assert!(
            request.contains("\r\nauthorization: Bearer t\r\n"),
            "{request}"
        );
        assert!(request.ends_with("\r\n\r\nx=1"), "{request}");
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
        stream.write_all(answer).unwrap();
    });
    let question = Question {
        form: Some(Zeroizing::new("x=1".to_owned())),
        bearer: Some(Zeroizing::new("t".to_owned())),
        ..Question::get(url)
    };
    let reply = ask(&question).unwrap();
    assert_eq!(
        (reply.status, reply.body.as_slice()),
        (200, &b"{\"a\":1}"[..])
    );
    peer.join().unwrap();
}

#[test]
fn a_redirect_is_not_followed() {
    let (url, peer) = peer(|mut stream, _| {
        let answer =
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
        stream.write_all(answer).unwrap();
    });
    assert_eq!(ask(&Question::get(url)).unwrap().status, 302);
    peer.join().unwrap();
}

#[test]
fn nobody_is_waited_for_without_end() {
    let (url, peer) = peer(|mut stream, _| {
        // Reads until the one who asked has given up.
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
    });
    let silent = ask_in_vain(&Question::get(url)).unwrap_err();
    assert!(matches!(silent, Unanswered::TimedOut { .. }), "{silent}");
    assert!(!silent.to_string().contains("a=b"), "{silent}");
    peer.join().unwrap();
}

#[test]
fn a_handshake_that_stands_still_is_not_waited_for_without_end() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let peer = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // Reads until the one who greets has given up.
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let url = format!("https://127.0.0.1:{port}/").parse().unwrap();
    let silent = ask_in_vain(&Question::get(url)).unwrap_err();
    assert!(matches!(silent, Unanswered::TimedOut { .. }), "{silent}");
    peer.join().unwrap();
}

#[test]
fn a_head_without_end_is_not_read_to_it() {
    refuses_endless(b"HTTP/1.1 200 OK\r\n", b"X-Long: ");
}

/// Asks somebody who begins like this, and goes on with long lines of this kind until nobody reads.
#[track_caller]
fn refuses_endless(beginning: &'static [u8], line: &'static [u8]) {
    let (url, peer) = peer(move |mut stream, _| {
        stream.write_all(beginning).unwrap();
        let line = [line, &[b'x'; 0x1000], b"\r\n"].concat();
        while stream.write_all(&line).is_ok() {}
    });
    let endless = ask(&Question::get(url)).unwrap_err();
    assert!(
        matches!(endless, Unanswered::Unreachable { .. }),
        "{endless}"
    );
    peer.join().unwrap();
}

#[test]
fn an_answer_that_comes_in_drops_has_to_be_complete_in_time() {
    let (url, peer) = peer(|mut stream, _| {
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
        stream.write_all(head).unwrap();
        // A byte whenever a tenth of the patience is over, and until the other has none left.
        stream
            .set_read_timeout(Some(Duration::from_millis(50)))
            .unwrap();
        while stream.read(&mut [0]).is_err() && stream.write_all(b" ").is_ok() {}
    });
    let slow = ask_in_vain(&Question::get(url)).unwrap_err();
    assert!(matches!(slow, Unanswered::TimedOut { .. }), "{slow}");
    peer.join().unwrap();
}

#[test]
fn an_answer_without_end_is_not_read_to_it() {
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    refuses_endless(head, b"1000\r\n");
}

#[test]
fn nobody_at_the_address_and_an_answer_that_breaks_off_are_said() {
    let gone = Question::get("http://127.0.0.1:9/".parse().unwrap());
    let refused = ask(&gone).unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with("http://127.0.0.1:9/ cannot be reached")
    );
    let (url, peer) = peer(|mut stream, _| {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";
        stream.write_all(answer).unwrap();
    });
    let broken = ask(&Question::get(url)).unwrap_err();
    assert!(matches!(broken, Unanswered::Unreachable { .. }), "{broken}");
    peer.join().unwrap();
}

#[test]
fn a_server_without_tls_is_no_https_server() {
    let (url, peer) = peer_of_bytes();
    let question = Question::get(url);
    let failure = ask(&question).unwrap_err();
    assert!(
        matches!(failure, Unanswered::Unreachable { .. }),
        "{failure}"
    );
    peer.join().unwrap();
}

/// Answers a TLS handshake with plain HTTP.
fn peer_of_bytes() -> (Url, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let peer = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 16]).unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .unwrap();
    });
    (format!("https://127.0.0.1:{port}/").parse().unwrap(), peer)
}
