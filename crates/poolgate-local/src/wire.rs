//! The service's wire format, without HTTP: JSON 1.1 RPC (protocol.md 0).

use std::fmt;

use poolgate_flow::{ErrorCode, ServiceError};
use serde_json::Value;

use crate::error;

/// The content type of every answer of the JSON protocol.
pub(crate) const JSON: &str = "application/x-amz-json-1.1";

/// A call, as far as the core needs to know it.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The HTTP method, for signatures.
    pub method: &'a str,
    /// The path as sent, still percent-encoded.
    pub path: &'a str,
    /// The query as sent, without the question mark.
    pub query: &'a str,
    /// The headers: names in lower case, in the order received.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub body: &'a [u8],
}

impl<'a> Request<'a> {
    /// The first header of this name, given in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| *value)
    }
}

/// Headers and body carry passwords, tokens and signatures, so neither is shown.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("target", &self.header("x-amz-target"))
            .finish_non_exhaustive()
    }
}

/// An answer, ready to be sent once its changes are durable.
#[derive(Clone)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The value of the content-type header.
    pub content_type: &'static str,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The position in the journal that must be durable before this answer may be sent.
    pub ticket: Option<u64>,
}

impl fmt::Debug for Response {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status)
            .field("ticket", &self.ticket)
            .finish_non_exhaustive()
    }
}

impl Response {
    pub(crate) fn success(request_id: String, content_type: &'static str, body: Vec<u8>) -> Self {
        let headers = vec![("x-amzn-requestid", request_id)];
        Self {
            status: 200,
            content_type,
            headers,
            body,
            ticket: None,
        }
    }

    /// An answer in XML, good or bad.
    pub(crate) fn xml(request_id: String, status: u16, body: String) -> Self {
        Self {
            status,
            ..Self::success(request_id, "text/xml", body.into_bytes())
        }
    }

    pub(crate) fn error(request_id: String, error: &ServiceError) -> Self {
        let name = error.code.as_str();
        // The front end, which reads the JSON, writes the key differently from what is behind it.
        let key = match error.code {
            ErrorCode::Serialization => "Message",
            _ => "message",
        };
        let body = serde_json::json!({ "__type": name, key: error.message });
        let headers = vec![
            ("x-amzn-requestid", request_id),
            // The trailing colon is the service's own.
            ("x-amzn-errortype", format!("{name}:")),
            ("x-amzn-errormessage", header_text(&error.message)),
        ];
        let status = error::status(&error.code);
        let body = body.to_string().into_bytes();
        Self {
            status,
            content_type: JSON,
            headers,
            body,
            ticket: None,
        }
    }

    /// The header of this name, given in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The body as a JSON object in which an absent member and a null one are the same.
pub(crate) fn parse(body: &[u8]) -> Result<Value, ServiceError> {
    if body.is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    let mut value: Value = serde_json::from_slice(body)
        .map_err(|error| ServiceError::new(ErrorCode::Serialization, error.to_string()))?;
    if !value.is_object() {
        let message = "Start of structure or map expected.";
        return Err(ServiceError::new(ErrorCode::Serialization, message));
    }
    drop_nulls(&mut value);
    Ok(value)
}

/// The depth is bounded by the parser's own limit of 128.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// A header carries visible ASCII only; a message may quote what the client sent.
fn header_text(message: &str) -> String {
    const LONGEST: usize = 1024;
    let visible = |character: char| {
        if character == ' ' || character.is_ascii_graphic() {
            character
        } else {
            ' '
        }
    };
    message
        .chars()
        .take(LONGEST)
        .map(visible)
        .collect::<String>()
        .trim_end()
        .to_owned()
}
