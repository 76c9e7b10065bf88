//! The receiver on this machine's loopback interface, and all that may knock there.

use std::net::{Ipv4Addr, Ipv6Addr, TcpListener as StdListener};
use std::time::Duration;

use poolgate::oauth::{Callback, LoopbackReceiver, RedirectUri, WaitingBrowser};
use poolgate::{Error, UserPool};
use proptest::prelude::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use url::Url;

fn uri(host: &str, port: u16) -> RedirectUri {
    format!("http://{host}:{port}/callback").parse().unwrap()
}

fn free_port() -> u16 {
    let listener = StdListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// A receiver, and what its redirect URI has for an authority.
async fn receiver() -> (LoopbackReceiver, String) {
    let uris: Vec<_> = (0..8).map(|_| uri("127.0.0.1", free_port())).collect();
    let receiver = LoopbackReceiver::bind(&uris).await.unwrap();
    let authority = receiver.redirect_uri().url().authority().to_owned();
    (receiver, authority)
}

/// A sign-in whose browser is away.
struct Away {
    arrival: JoinHandle<Result<(Callback, WaitingBrowser), Error>>,
    authority: String,
    /// What the browser asks for in the end.
    answer: String,
}

impl Away {
    async fn begin() -> Self {
        let (receiver, authority) = receiver().await;
        let (pool, client) = ("eu-west-1_Example".parse(), "4h57exampleclient".parse());
        let pool = UserPool::builder(pool.unwrap(), client.unwrap())
            .domain("auth.example.com".parse().unwrap())
            .build()
            .unwrap();
        let sign_in = pool.browser_sign_in(receiver.redirect_uri().clone());
        let authorization = sign_in.begin().unwrap();
        let url = Url::parse(&authorization.url()).unwrap();
        let state = url.query_pairs().find(|(name, _)| name == "state");
        let answer = format!("/callback?code=0a1b&state={}", state.unwrap().1);
        let is_ours = move |callback: &Callback| authorization.is_answered_by(callback);
        let arrival = tokio::spawn(receiver.wait(is_ours, Duration::from_mins(5)));
        Self {
            arrival,
            authority,
            answer,
        }
    }

    async fn get(&self, target: &str) -> String {
        get(&self.authority, target).await
    }

    /// The browser brings the answer, which is received.
    async fn comes_back(self) -> WaitingBrowser {
        let answer = self.get(&self.answer).await;
        assert_eq!(status(&answer), "303", "{answer}");
        assert!(answer.contains("\r\nlocation: /done\r\n"), "{answer}");
        assert!(!answer.contains("0a1b"), "{answer}");
        let (callback, browser) = self.arrival.await.unwrap().unwrap();
        assert!(callback.refusal().is_none());
        browser
    }
}

/// All that comes back for these bytes, until the other side closes.
async fn send(authority: &str, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(authority).await.unwrap();
    // What is refused early need not be read to its end.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

/// The same, after having said that there is no more.
async fn send_and_end(authority: &str, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(authority).await.unwrap();
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    answer
}

async fn ask(authority: &str, method: &str, target: &str) -> String {
    let request = format!("{method} {target} HTTP/1.1\r\nHost: {authority}\r\n\r\n");
    send(authority, request.as_bytes()).await
}

async fn get(authority: &str, target: &str) -> String {
    ask(authority, "GET", target).await
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

async fn is_closed(authority: &str) -> bool {
    TcpStream::connect(authority).await.is_err()
}

#[tokio::test]
async fn the_browser_leaves_the_code_behind_and_is_told_what_became_of_it() {
    for (is_signed_in, words) in [
        (true, "You are signed in"),
        (false, "The sign-in has failed"),
    ] {
        let away = Away::begin().await;
        let authority = away.authority.clone();
        let browser = away.comes_back().await;
        let (shown, ()) = tokio::join!(get(&authority, "/done"), browser.show(is_signed_in));
        assert_eq!(status(&shown), "200");
        assert!(shown.contains(&format!("<h1>{words}</h1>")), "{shown}");
        for header in [
            "cache-control: no-store",
            "content-security-policy: default-src 'none'",
            "referrer-policy: no-referrer",
            "x-content-type-options: nosniff",
        ] {
            assert!(shown.contains(header), "{shown}");
        }
        assert!(is_closed(&authority).await);
    }
}

#[tokio::test]
async fn a_browser_that_asks_twice_is_sent_on_twice_and_another_is_not() {
    let away = Away::begin().await;
    let (authority, answer) = (away.authority.clone(), away.answer.clone());
    let browser = away.comes_back().await;
    let asked = async {
        let again = get(&authority, &answer).await;
        let other = get(&authority, "/callback?code=0a1b&state=other").await;
        get(&authority, "/done").await;
        (again, other)
    };
    let ((again, other), ()) = tokio::join!(asked, browser.show(true));
    assert_eq!(status(&again), "303");
    assert!(other.contains("another window"), "{other}");
}

#[tokio::test]
async fn strays_are_answered_and_waiting_goes_on() {
    let away = Away::begin().await;
    let ours = away.answer.as_str();
    let longer = ours.replace("/callback", "/callback/");
    for (method, target, expected) in [
        ("GET", "/favicon.ico", "404"),
        ("GET", "/", "404"),
        ("GET", "/done", "404"),
        ("GET", longer.as_str(), "404"),
        ("HEAD", ours, "405"),
        ("OPTIONS", ours, "405"),
        ("POST", ours, "405"),
        ("GET", "/callback", "400"),
        ("GET", "/callback?code=0a1b", "400"),
        ("GET", "/callback?code=0a1b&state=other", "400"),
        ("GET", "/callback?error=access_denied&state=forged", "400"),
        ("GET", "/callback?error=access_denied", "400"),
    ] {
        let answer = ask(&away.authority, method, target).await;
        assert_eq!(status(&answer), expected, "{method} {target}");
        assert!(!answer.contains("access_denied"), "{answer}");
    }
    drop(away.comes_back().await);
}

#[tokio::test]
async fn another_windows_answer_is_told_so() {
    let away = Away::begin().await;
    let answer = away.get("/callback?code=0a1b&state=other").await;
    assert!(answer.contains("belongs to another window"), "{answer}");
    let nothing = away.get(&away.answer.replace("code", "cod")).await;
    assert!(nothing.contains("no answer to a sign-in"), "{nothing}");
    drop(away.comes_back().await);
}

#[tokio::test]
async fn a_name_that_was_made_to_lead_here_gets_nothing() {
    let away = Away::begin().await;
    for host in ["evil.example", "localhost", "127.0.0.1"] {
        let request = format!("GET {} HTTP/1.1\r\nHost: {host}\r\n\r\n", away.answer);
        let answer = send(&away.authority, request.as_bytes()).await;
        assert_eq!(status(&answer), "421", "{host}");
    }
    let without = format!("GET {} HTTP/1.0\r\n\r\n", away.answer);
    let answer = send(&away.authority, without.as_bytes()).await;
    assert_eq!(status(&answer), "421");
    drop(away.comes_back().await);
}

#[tokio::test]
async fn what_is_no_request_is_no_trouble() {
    let away = Away::begin().await;
    let endless = format!("GET /{} HTTP/1.1\r\n", "a".repeat(1 << 20));
    let headers = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(1 << 16));
    for bytes in [
        &b""[..],
        b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"POST /callback HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        endless.as_bytes(),
        headers.as_bytes(),
    ] {
        let answer = send_and_end(&away.authority, bytes).await;
        assert!(!answer.starts_with(b"HTTP/1.1 3"), "{bytes:?}");
    }
    drop(away.comes_back().await);
}

#[tokio::test]
async fn who_holds_connections_open_does_not_keep_the_browser_out() {
    let away = Away::begin().await;
    let mut held = Vec::new();
    for _ in 0..100 {
        let mut stream = TcpStream::connect(&away.authority).await.unwrap();
        stream.write_all(b"GET /callback?").await.unwrap();
        held.push(stream);
    }
    drop(away.comes_back().await);
}

#[tokio::test]
async fn a_request_that_does_not_end_is_cut_off() {
    let away = Away::begin().await;
    let mut stream = TcpStream::connect(&away.authority).await.unwrap();
    stream.write_all(b"GET /callback?").await.unwrap();
    // Whoever comes later is answered, so that this one has been let in, and its time runs.
    away.get("/favicon.ico").await;
    // From now on the time passes by itself where nothing else is to be done.
    tokio::time::pause();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(!away.arrival.is_finished(), "the sign-in has minutes left");
}

#[tokio::test(start_paused = true)]
async fn waiting_ends_in_time_and_so_does_the_listener() {
    let away = Away::begin().await;
    let error = away.arrival.await.unwrap().unwrap_err();
    let words = "the sign-in in the browser: no answer in time: nobody has come back within 300 s";
    assert_eq!(error.to_string(), words);
    assert!(error.is_timeout());
    assert!(is_closed(&away.authority).await);
}

#[tokio::test]
async fn nothing_listens_once_nobody_waits() {
    let (receiver, authority) = receiver().await;
    assert!(!is_closed(&authority).await, "from the beginning on");
    drop(receiver);
    assert!(is_closed(&authority).await);

    let away = Away::begin().await;
    let authority = away.authority.clone();
    drop(away.comes_back().await);
    assert!(is_closed(&authority).await);
}

#[tokio::test]
async fn a_browser_that_has_left_is_not_waited_for_long() {
    let away = Away::begin().await;
    let authority = away.authority.clone();
    let browser = away.comes_back().await;
    tokio::time::pause();
    browser.show(true).await;
    assert!(is_closed(&authority).await);
}

#[tokio::test]
async fn the_next_port_is_taken_where_one_is_not_free() {
    let holder = StdListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let taken = uri("127.0.0.1", holder.local_addr().unwrap().port());
    let elsewhere = "https://app.example.com/callback".parse().unwrap();
    let free = uri("127.0.0.1", free_port());
    let uris = [elsewhere, taken, free.clone()];
    let receiver = LoopbackReceiver::bind(&uris).await.unwrap();
    assert_eq!(receiver.redirect_uri(), &free);
}

#[tokio::test]
async fn without_a_port_all_that_were_tried_are_named() {
    let holders = [(); 2].map(|()| StdListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap());
    let uris = holders
        .iter()
        .map(|holder| uri("127.0.0.1", holder.local_addr().unwrap().port()));
    let uris: Vec<_> = uris.collect();
    let error = LoopbackReceiver::bind(&uris).await.unwrap_err();
    assert!(error.is_configuration());
    let error = error.to_string();
    assert!(
        uris.iter().all(|uri| error.contains(uri.as_str())),
        "{error}"
    );

    let elsewhere = "https://app.example.com/callback".parse().unwrap();
    let error = LoopbackReceiver::bind(&[elsewhere]).await.unwrap_err();
    let words = "none leads to this machine";
    assert!(error.to_string().contains(words), "{error}");
}

#[tokio::test]
async fn localhost_is_both_of_its_addresses_or_none() {
    let Ok(six) = StdListener::bind((Ipv6Addr::LOCALHOST, 0)) else {
        return; // This machine has no IPv6.
    };
    let taken = uri("localhost", six.local_addr().unwrap().port());
    let free = uri("localhost", free_port());
    let receiver = LoopbackReceiver::bind(&[taken, free.clone()])
        .await
        .unwrap();
    assert_eq!(receiver.redirect_uri(), &free);
    let port = free.url().port().unwrap();
    for address in [format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        assert!(!is_closed(&address).await, "{address}");
    }
    assert!(is_closed(&format!("127.0.0.2:{port}")).await);
}

#[test]
fn any_bytes_leave_the_receiver_waiting() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let away = runtime.block_on(Away::begin());
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..400),
        REQUEST.prop_map(String::into_bytes),
    ];
    proptest!(ProptestConfig::with_cases(200), |(bytes in bytes)| {
        runtime.block_on(send_and_end(&away.authority, &bytes));
        prop_assert!(!away.arrival.is_finished());
    });
    drop(runtime.block_on(away.comes_back()));
}

/// What looks like a request.
const REQUEST: &str = "(GET|HEAD|POST) /(callback|done)?[?]?(code|error|state|=|&|%|[a-z0-9]){0,9} \
                       HTTP/1.[01]\r\n(Host: x\r\n)?(\r\n)?";
