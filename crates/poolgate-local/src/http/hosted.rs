//! The domains of user pools, which have requests of any path to themselves.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::HOST;
use axum::middleware::Next;
use axum::response::Response;
use getrandom::SysRng;
use poolgate_flow::{ErrorCode, ServiceError};
use rand_core::UnwrapErr;

use super::exchange::{self, Arrived};
use super::headers;
use super::limits::Limits;
use super::{Shell, body, random_uuid, reply};
use crate::wire;

/// Bytes of a form: the longest sensible one is a sign-up with every attribute.
const LARGEST_FORM: usize = 64 << 10;

/// Answers what is addressed to a domain, and lets everything else pass by.
pub(super) async fn divert(
    State(shell): State<Arc<Shell>>,
    request: Request,
    next: Next,
) -> Response {
    let host = headers::text(request.headers(), &HOST);
    let Some(expected) = shell.core.expect_visit(host, request.uri().path()) else {
        return next.run(request).await;
    };
    let (head, body) = request.into_parts();
    let limits = Limits {
        body_size: LARGEST_FORM,
        ..shell.limits
    };
    let body = match body::read(body, &limits).await {
        Ok(body) => body,
        Err(refusal) => return refusal,
    };
    let may_wait = shell.core.may_wait() || expected.asks_others;
    let arrived = Arrived { head, body };
    exchange::answer(&shell, arrived, may_wait, visit, reply::from_domain).await
}

fn visit(shell: &Shell, request: &wire::Request<'_>) -> wire::Response {
    let now = shell.clock.now();
    let answer = shell.core.visit(request, now, &mut UnwrapErr(SysRng));
    // The domain may have gone since it was looked for.
    answer.unwrap_or_else(|| {
        let gone = ServiceError::new(ErrorCode::ResourceNotFound, "The domain is gone.");
        wire::Response::error(random_uuid(), &gone)
    })
}
