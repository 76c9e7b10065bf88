//! Reading the body of a request within bounds.

use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::Response;
use http_body_util::BodyExt;
use poolgate_flow::{ErrorCode, ServiceError};
use tokio::time::timeout;

use super::reply;

/// Bytes a request may have. The largest sensible one is a user import of some kilobytes.
const LARGEST: usize = 1 << 20;

/// Bytes of a larger request that are read and forgotten: a client that is cut off while it sends
/// does not see the answer.
const LARGEST_DISCARDED: usize = 16 << 20;

/// For the whole body.
const TIME: Duration = Duration::from_secs(15);

/// The whole body, or what to answer instead.
pub(super) async fn read(body: Body) -> Result<Vec<u8>, Response> {
    let error = match timeout(TIME, collect(body)).await {
        Ok(Ok(Some(body))) => return Ok(body),
        Ok(Ok(None)) => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "RequestEntityTooLargeException",
            format!("Request size exceeded the limit of {LARGEST} bytes"),
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
                TIME.as_secs()
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
async fn collect(mut body: Body) -> Result<Option<Vec<u8>>, axum::Error> {
    let mut collected = Vec::new();
    let mut size = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        size = size.saturating_add(data.len());
        if size <= LARGEST {
            collected.extend_from_slice(&data);
        } else {
            collected = Vec::new();
        }
        if size > LARGEST_DISCARDED {
            break;
        }
    }
    Ok((size <= LARGEST).then_some(collected))
}
