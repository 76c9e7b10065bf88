//! The domains of user pools, which have requests of any path to themselves.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{DATE, HOST};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use getrandom::SysRng;
use rand_core::UnwrapErr;

use super::limits::Limits;
use super::{Shell, api, body, reply};
use crate::{error, wire};

/// Bytes of a form: the longest sensible one is a sign-up with every attribute.
const LARGEST_FORM: usize = 64 << 10;

/// Answers what is addressed to a domain, and lets everything else pass by.
pub(super) async fn divert(
    State(shell): State<Arc<Shell>>,
    request: Request,
    next: Next,
) -> Response {
    let host = request.headers().get(HOST);
    let host = host.and_then(|host| host.to_str().ok());
    if !shell.core.is_visit(host, request.uri().path()) {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    let limits = Limits {
        body_size: LARGEST_FORM,
        ..shell.limits
    };
    let body = match body::read(body, &limits).await {
        Ok(body) => body,
        Err(refusal) => return refusal,
    };
    answer(&shell, head, body).await
}

async fn answer(shell: &Arc<Shell>, head: Parts, body: Vec<u8>) -> Response {
    let answer = if shell.core.may_wait() || may_ask_others(&head) {
        let shell = Arc::clone(shell);
        tokio::task::spawn_blocking(move || visit(&shell, &head, &body)).await
    } else {
        Ok(visit(shell, &head, &body))
    };
    let answer = match answer {
        Ok(Some(answer)) => answer,
        // The domain has gone since it was looked for.
        Ok(None) => return reply::refusal(StatusCode::NOT_FOUND, "there is no such domain"),
        Err(failure) => return reply::error(INTERNAL, &error::internal(failure)),
    };
    let mut response = match shell.core.journal().durable(answer.ticket).await {
        Ok(()) => reply::from_domain(answer),
        Err(error) => reply::error(INTERNAL, &error),
    };
    if let Some(date) = shell.clock.moved_date() {
        response.headers_mut().insert(DATE, date);
    }
    response
}

/// Whether somebody may come from, or go to, an external provider, which then has to be asked.
fn may_ask_others(head: &Parts) -> bool {
    let path = head.uri.path();
    path.ends_with("/oauth2/authorize") || path.ends_with("/oauth2/idpresponse")
}

const INTERNAL: StatusCode = StatusCode::INTERNAL_SERVER_ERROR;

fn visit(shell: &Shell, head: &Parts, body: &[u8]) -> Option<wire::Response> {
    let headers = api::headers(head);
    let request = api::request(head, &headers, body);
    let now = shell.clock.now();
    shell.core.visit(&request, now, &mut UnwrapErr(SysRng))
}
