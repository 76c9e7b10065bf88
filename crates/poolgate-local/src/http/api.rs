//! Calls of the service.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use getrandom::SysRng;
use rand_core::UnwrapErr;

use super::exchange::{self, Arrived};
use super::{Shell, body, reply};
use crate::wire;

/// Answers one call.
pub(super) async fn call(State(shell): State<Arc<Shell>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = match body::read(body, &shell.limits).await {
        Ok(body) => body,
        Err(refusal) => return refusal,
    };
    let may_wait = shell.core.may_wait();
    let arrived = Arrived { head, body };
    exchange::answer(&shell, arrived, may_wait, handle, reply::from_core).await
}

fn handle(shell: &Shell, request: &wire::Request<'_>) -> wire::Response {
    let now = shell.clock.now();
    shell.core.handle(request, now, &mut UnwrapErr(SysRng))
}
