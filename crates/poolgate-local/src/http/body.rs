//! Reading the body of a request within bounds.

use axum::body::{Body, HttpBody};
use axum::http::StatusCode;
use axum::response::Response;
use http_body_util::BodyExt;
use poolgate_flow::{ErrorCode, ServiceError};
use tokio::time::timeout;

use super::limits::Limits;
use super::reply;

/// The whole body, or what to answer instead.
pub(super) async fn read(body: Body, limits: &Limits) -> Result<Vec<u8>, Response> {
    if body.size_hint().lower() > limits.body_size as u64 {
        // The answer needs no byte of it. They are still taken, since a client that is cut off while
        // it sends does not see the answer.
        let limits = *limits;
        tokio::spawn(async move { timeout(limits.body_time, collect(body, &limits)).await });
        return Err(too_large(&limits));
    }
    match timeout(limits.body_time, collect(body, limits)).await {
        Ok(Ok(Some(body))) => Ok(body),
        Ok(Ok(None)) => Err(too_large(limits)),
        Ok(Err(_)) => Err(refusal(
            StatusCode::BAD_REQUEST,
            "SerializationException",
            "The request's body is cut off or malformed".to_owned(),
        )),
        Err(_) => Err(refusal(
            StatusCode::REQUEST_TIMEOUT,
            "RequestTimeoutException",
            format!(
                "The request's body did not arrive within {} s",
                limits.body_time.as_secs()
            ),
        )),
    }
}

fn too_large(limits: &Limits) -> Response {
    let most = limits.body_size;
    refusal(
        StatusCode::PAYLOAD_TOO_LARGE,
        "RequestEntityTooLargeException",
        format!("Request size exceeded the limit of {most} bytes"),
    )
}

fn refusal(status: StatusCode, code: &str, message: String) -> Response {
    reply::error(status, &ServiceError::new(ErrorCode::from(code), message))
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
