//! What calls of the service and visits to a domain have in common: the core's work, and the wait
//! until its answer may be sent.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::header::{COOKIE, DATE};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use super::{Shell, reply};
use crate::{error, wire};

/// A request that has arrived in full.
pub(super) struct Arrived {
    pub(super) head: Parts,
    pub(super) body: Vec<u8>,
}

/// What the core makes of a request.
pub(super) type Work = fn(&Shell, &wire::Request<'_>) -> wire::Response;

/// Answers a request, once nothing that the answer rests on can be lost any more.
///
/// The core runs right here, on the runtime's worker: a call takes microseconds, a proof of SRP a
/// few milliseconds, and the one that makes a pool's keys a tenth of a second. Handing each to
/// another thread would cost more than those few delay the others. Only where it may wait for
/// somebody else, who takes seconds and may call back, it gets a thread of its own.
pub(super) async fn answer(
    shell: &Arc<Shell>,
    arrived: Arrived,
    may_wait: bool,
    work: Work,
    into_reply: fn(wire::Response) -> Response,
) -> Response {
    let answer = if may_wait {
        let shell = Arc::clone(shell);
        tokio::task::spawn_blocking(move || arrived.give(&shell, work)).await
    } else {
        Ok(arrived.give(shell, work))
    };
    let answer = match answer {
        Ok(answer) => answer,
        // The thread panicked, or the runtime is being shut down.
        Err(failure) => return reply::error(INTERNAL, &error::internal(failure)),
    };
    let mut response = match shell.core.journal().durable(answer.ticket).await {
        Ok(()) => into_reply(answer),
        Err(error) => reply::error(INTERNAL, &error),
    };
    if let Some(date) = shell.clock.moved_date() {
        response.headers_mut().insert(DATE, date);
    }
    response
}

const INTERNAL: StatusCode = StatusCode::INTERNAL_SERVER_ERROR;

impl Arrived {
    /// Hands the request on as the core reads it.
    fn give(&self, shell: &Shell, work: Work) -> wire::Response {
        let Self { head, body } = self;
        let texts = head.headers.iter().map(|(name, value)| text(name, value));
        let texts: Vec<(&str, Cow<'_, str>)> = texts.flatten().collect();
        let headers: Vec<(&str, &str)> =
            texts.iter().map(|(name, text)| (*name, &**text)).collect();
        let request = wire::Request {
            method: head.method.as_str(),
            path: head.uri.path(),
            query: head.uri.query().unwrap_or_default(),
            headers: &headers,
            body,
        };
        work(shell, &request)
    }
}

/// A header as the core reads it. A value that is no text cannot mean anything to the service; but the
/// cookies of all applications on this machine come in one value, and whatever others write into
/// theirs, the pages' own are among them (RFC 6265 section 5.4).
fn text<'h>(name: &'h HeaderName, value: &'h HeaderValue) -> Option<(&'h str, Cow<'h, str>)> {
    let text = if *name == COOKIE {
        String::from_utf8_lossy(value.as_bytes())
    } else {
        Cow::Borrowed(value.to_str().ok()?)
    };
    Some((name.as_str(), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_cookies_are_read_whatever_their_bytes() {
        let latin_1 = HeaderValue::from_bytes(b"name=Jos\xe9; id=1").unwrap();
        let (_, cookies) = text(&COOKIE, &latin_1).unwrap();
        assert_eq!(cookies, "name=Jos\u{fffd}; id=1");
        assert_eq!(text(&DATE, &latin_1), None);
    }
}
