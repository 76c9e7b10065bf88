//! The one form of a request that both sides sign.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest as hash};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::wire::Request;

/// The digest of the canonical request, in hexadecimal.
pub(super) fn digest(request: &Request<'_>, signed_headers: &[&str]) -> String {
    hexadecimal_digest(canonical_request(request, signed_headers).as_bytes())
}

fn canonical_request(request: &Request<'_>, signed_headers: &[&str]) -> String {
    let headers: String = signed_headers
        .iter()
        .map(|name| header(request, name))
        .collect();
    format!(
        "{}\n{}\n{}\n{headers}\n{}\n{}",
        request.method,
        // Encoded a second time, as every service but S3 has it.
        utf8_percent_encode(request.path, PATH),
        query(request.query),
        signed_headers.join(";"),
        hexadecimal_digest(request.body),
    )
}

/// All but the unreserved characters of RFC 3986 section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
const PATH: &AsciiSet = &RESERVED.remove(b'/');

/// The parameters encoded in one way, sorted by name and then by value.
fn query(text: &str) -> String {
    let encode = |part: &str| {
        let decoded: Vec<u8> = percent_decode_str(part).collect();
        percent_encoding::percent_encode(&decoded, RESERVED).to_string()
    };
    let parameters = text.split('&').filter(|parameter| !parameter.is_empty());
    let mut parameters: Vec<(String, String)> = parameters
        .map(|parameter| parameter.split_once('=').unwrap_or((parameter, "")))
        .map(|(name, value)| (encode(name), encode(value)))
        .collect();
    parameters.sort();
    let parameters: Vec<String> = parameters
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    parameters.join("&")
}

/// A header's line: its values in the order they came, each without superfluous spaces.
fn header(request: &Request<'_>, name: &str) -> String {
    let values = request.headers.iter().filter(|(known, _)| *known == name);
    let trimmed =
        values.map(|(_, value)| value.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
    format!("{name}:{}\n", trimmed.collect::<Vec<_>>().join(","))
}

fn hexadecimal_digest(bytes: &[u8]) -> String {
    hash(&SHA256, bytes)
        .as_ref()
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
