//! The OpenID Connect documents of user pools and of identity pools.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue};
use axum::response::Response;
use poolgate_flow::{ErrorCode, ServiceError};
use serde::Serialize;

use super::{Shell, reply};
use crate::oidc;

/// `/<pool id>/.well-known/jwks.json`
pub(super) async fn key_set(
    State(shell): State<Arc<Shell>>,
    Path(pool_id): Path<String>,
) -> Response {
    let key_set = shell.with_context(|context| oidc::key_set(context, &pool_id));
    document(&shell, key_set).await
}

/// `/<pool id>/.well-known/openid-configuration`
pub(super) async fn configuration(
    State(shell): State<Arc<Shell>>,
    Path(pool_id): Path<String>,
) -> Response {
    let configuration = shell.with_context(|context| oidc::configuration(context, &pool_id));
    document(&shell, configuration).await
}

/// `/.well-known/jwks_uri`, a path of identity pools' own (protocol.md 8.4).
pub(super) async fn identity_key_set(State(shell): State<Arc<Shell>>) -> Response {
    let key_set = shell.with_context(oidc::identity_key_set);
    document(&shell, key_set).await
}

/// `/.well-known/openid-configuration`
pub(super) async fn identity_configuration(State(shell): State<Arc<Shell>>) -> Response {
    let configuration = shell.with_context(oidc::identity_configuration);
    document(&shell, Ok(configuration)).await
}

async fn document(shell: &Shell, document: Result<impl Serialize, ServiceError>) -> Response {
    let journal = shell.core.journal();
    // Keys that were made just now must not be lost once somebody has seen them.
    let durable = journal.durable(journal.ticket()).await;
    let mut response = match document.and_then(|document| durable.map(|()| document)) {
        Ok(document) => reply::json(StatusCode::OK, &document),
        Err(error) => reply::refusal(status(&error), &error.message),
    };
    let everyone = HeaderValue::from_static("*");
    response
        .headers_mut()
        .insert(ACCESS_CONTROL_ALLOW_ORIGIN, everyone);
    response
}

fn status(error: &ServiceError) -> StatusCode {
    match error.code {
        ErrorCode::ResourceNotFound => StatusCode::NOT_FOUND,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
