//! One call of a function.

use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::Full;
use serde_json::Value;
use tokio::net::TcpStream;

use super::FunctionAddress;
use crate::outgoing::{Failure, converse};
use crate::triggers::InvocationError;

/// Bytes of an answer: Lambda's own limit for a function that is waited for.
const LARGEST_ANSWER: usize = 6 << 20;

/// How the answers are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Convention {
    /// Lambda's Invoke: an error of the function is a success of the call, marked by a header.
    Lambda,
    /// Any other status than success is an error of the function.
    Webhook,
}

/// A call that is to be made.
#[derive(Debug)]
pub(super) struct Exchange {
    address: FunctionAddress,
    convention: Convention,
}

/// What came back, in full.
pub(super) struct Answer {
    convention: Convention,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Exchange {
    pub(super) fn lambda(address: FunctionAddress) -> Self {
        Self {
            address,
            convention: Convention::Lambda,
        }
    }

    pub(super) fn webhook(address: FunctionAddress) -> Self {
        Self {
            address,
            convention: Convention::Webhook,
        }
    }

    /// Sends the event and reads the answer. It has no bound on its time.
    pub(super) async fn send(self, event: Vec<u8>) -> Result<Answer, InvocationError> {
        let answer = self.exchange(event).await;
        answer.map_err(|error| InvocationError::NotCalled(format!("at {}: {error}", self.address)))
    }

    async fn exchange(&self, event: Vec<u8>) -> Result<Answer, Failure> {
        let stream = TcpStream::connect(self.address.host_and_port()).await?;
        let answer = converse(stream, self.request(event)?, LARGEST_ANSWER).await?;
        let (head, body) = answer.into_parts();
        Ok(Answer {
            convention: self.convention,
            status: head.status,
            headers: head.headers,
            body,
        })
    }

    fn request(&self, event: Vec<u8>) -> Result<Request<Full<Bytes>>, axum::http::Error> {
        let request = Request::post(self.address.path())
            .header(HOST, self.address.authority())
            .header(CONTENT_TYPE, "application/json");
        let request = match self.convention {
            Convention::Lambda => request.header("x-amz-invocation-type", "RequestResponse"),
            Convention::Webhook => request,
        };
        request.body(Full::from(event))
    }
}

impl Answer {
    /// The event with the function's answers, or what went wrong.
    pub(super) fn into_event(self) -> Result<Value, InvocationError> {
        let body: Option<Value> = serde_json::from_slice(&self.body).ok();
        let thrown = body.as_ref().and_then(error_message);
        let failed = self.headers.contains_key("x-amz-function-error");
        if !self.status.is_success() {
            return Err(self.refusal(thrown));
        }
        match (body, thrown) {
            (_, Some(message)) => Err(InvocationError::Thrown(message)),
            (_, None) if failed => Err(InvocationError::Thrown("Unhandled".to_owned())),
            (None | Some(Value::Null), None) => Err(InvocationError::NotJson),
            (Some(event), None) => Ok(event),
        }
    }

    fn refusal(&self, thrown: Option<String>) -> InvocationError {
        match self.convention {
            // The call itself has failed, so that the function knows nothing of it.
            Convention::Lambda => InvocationError::NotCalled(
                self.error_type().unwrap_or_else(|| self.status.to_string()),
            ),
            Convention::Webhook => {
                InvocationError::Thrown(thrown.unwrap_or_else(|| self.status.to_string()))
            }
        }
    }

    /// The service's exception, such as `ResourceNotFoundException`.
    fn error_type(&self) -> Option<String> {
        let value = self.headers.get("x-amzn-errortype")?.to_str().ok()?;
        // An address of its documentation may follow after a colon.
        value.split(':').next().map(ToOwned::to_owned)
    }
}

/// The message of an error as Lambda's runtimes write it. An event has no such member.
fn error_message(body: &Value) -> Option<String> {
    body.get("errorMessage")?.as_str().map(ToOwned::to_owned)
}
