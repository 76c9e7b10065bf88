//! Answers as HTTP.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use axum::response::Response;
use poolgate_flow::ServiceError;
use serde::Serialize;

use super::{cors, random_uuid};
use crate::wire;

/// An answer of the API, which any page may read.
pub(super) fn from_core(answer: wire::Response) -> Response {
    let mut response = from_domain(answer);
    cors::allow(response.headers_mut());
    response
}

/// An answer of a domain, which says itself who may read it.
pub(super) fn from_domain(answer: wire::Response) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(answer.content_type));
    for (name, value) in answer.headers {
        // The core writes visible ASCII only; anything else is better left out than sent.
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.append(HeaderName::from_static(name), value);
        }
    }
    response
}

/// An error in the service's form, with a status that the core does not know.
pub(super) fn error(status: StatusCode, error: &ServiceError) -> Response {
    let mut response = from_core(wire::Response::error(random_uuid(), error));
    *response.status_mut() = status;
    response
}

/// JSON that is no answer of the API.
pub(super) fn json(status: StatusCode, value: &impl Serialize) -> Response {
    let body = match serde_json::to_vec(value) {
        Ok(body) => body,
        Err(error) => return refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

/// Why something that is no call of the API is refused.
pub(super) fn refusal(status: StatusCode, message: &str) -> Response {
    json(status, &serde_json::json!({ "message": message }))
}
