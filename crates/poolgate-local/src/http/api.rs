//! Calls of the service.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::DATE;
use axum::http::request::Parts;
use axum::response::Response;
use getrandom::SysRng;
use rand_core::UnwrapErr;

use super::{Shell, body, reply};
use crate::{error, wire};

/// Answers one call, once nothing that the answer rests on can be lost any more.
///
/// The core runs right here, on the runtime's worker: a call takes microseconds, a proof of SRP a
/// few milliseconds, and the one that makes a pool's keys a tenth of a second. Handing each to
/// another thread would cost more than those few delay the others. Only where a call may wait for a
/// function, which takes seconds and may call back, it gets a thread of its own.
pub(super) async fn call(State(shell): State<Arc<Shell>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = match body::read(body, &shell.limits).await {
        Ok(body) => body,
        Err(refusal) => return refusal,
    };
    let answer = if shell.core.may_wait() {
        let shell = Arc::clone(&shell);
        tokio::task::spawn_blocking(move || handle(&shell, &head, &body)).await
    } else {
        Ok(handle(&shell, &head, &body))
    };
    let answer = match answer {
        Ok(answer) => answer,
        // The thread panicked, or the runtime is being shut down.
        Err(failure) => return reply::error(INTERNAL, &error::internal(failure)),
    };
    let mut response = match shell.core.journal().durable(answer.ticket).await {
        Ok(()) => reply::from_core(answer),
        Err(error) => reply::error(INTERNAL, &error),
    };
    if let Some(date) = shell.clock.moved_date() {
        response.headers_mut().insert(DATE, date);
    }
    response
}

const INTERNAL: StatusCode = StatusCode::INTERNAL_SERVER_ERROR;

fn handle(shell: &Shell, head: &Parts, body: &[u8]) -> wire::Response {
    let headers = headers(head);
    let request = request(head, &headers, body);
    shell
        .core
        .handle(&request, shell.clock.now(), &mut UnwrapErr(SysRng))
}

/// A value that is no text cannot mean anything to the service.
pub(super) fn headers(head: &Parts) -> Vec<(&str, &str)> {
    head.headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
        .collect()
}

/// The request as the core reads it.
pub(super) fn request<'a>(
    head: &'a Parts,
    headers: &'a [(&'a str, &'a str)],
    body: &'a [u8],
) -> wire::Request<'a> {
    wire::Request {
        method: head.method.as_str(),
        path: head.uri.path(),
        query: head.uri.query().unwrap_or_default(),
        headers,
        body,
    }
}
