//! Reading the body of a request within bounds.

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use http_body_util::BodyExt;
use poolgate_flow::{ErrorCode, ServiceError};
use tokio::time::timeout;

use super::limits::Limits;
use super::reply;

/// The whole body, or what to answer instead.
pub(super) async fn read(body: Body, limits: &Limits) -> Result<Vec<u8>, Response> {
    let error = match timeout(limits.body_time, collect(body, limits)).await {
        Ok(Ok(Some(body))) => return Ok(body),
        Ok(Ok(None)) => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "RequestEntityTooLargeException",
            format!(
                "Request size exceeded the limit of {} bytes",
                limits.body_size
            ),
        ),
        Ok(Err(_)) => (
            StatusCode::BAD_REQUEST,
            "SerializationException",
            "The request's body is cut off or malformed".to_owned(),
        ),
        Err(_) => (
            StatusCode::REQUEST_TIMEOUT,
            "RequestTimeoutException",
            format!(
                "The request's body did not arrive within {} s",
                limits.body_time.as_secs()
            ),
        ),
    };
    let (status, code, message) = error;
    Err(reply::error(
        status,
        &ServiceError::new(ErrorCode::from(code), message),
    ))
}

/// The body; `None` if it is too large.
async fn collect(mut body: Body, limits: &Limits) -> Result<Option<Vec<u8>>, axum::Error> {
    let mut collected = Vec::new();
    let mut size = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        size = size.saturating_add(data.len());
        if size <= limits.body_size {
            collected.extend_from_slice(&data);
        } else {
            collected = Vec::new();
        }
        if size > limits.discarded_size {
            break;
        }
    }
    Ok((size <= limits.body_size).then_some(collected))
}
