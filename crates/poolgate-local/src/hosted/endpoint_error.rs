//! How the endpoints of applications refuse (RFC 6749 section 5.2).

use poolgate_flow::{ErrorCode, ServiceError};
use serde::Serialize;

use super::Answer;
use super::authorization::checks::Refusal;

/// A refusal in JSON.
#[derive(Debug)]
pub(super) struct EndpointError {
    status: u16,
    error: &'static str,
    description: Option<String>,
}

#[derive(Serialize)]
struct Body<'a> {
    error: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_description: Option<&'a str>,
}

impl EndpointError {
    /// One that the service does not explain.
    pub(super) const fn bare(error: &'static str) -> Self {
        Self {
            status: 400,
            error,
            description: None,
        }
    }

    pub(super) fn invalid_grant(description: impl Into<String>) -> Self {
        Self::explained("invalid_grant", description)
    }

    pub(super) fn invalid_request(description: impl Into<String>) -> Self {
        Self::explained("invalid_request", description)
    }

    pub(super) fn explained(error: &'static str, description: impl Into<String>) -> Self {
        Self {
            description: Some(description.into()),
            ..Self::bare(error)
        }
    }

    /// The same with the status that the revocation endpoint has for a client that is not the one it
    /// says it is (protocol.md 6.4).
    pub(super) fn unauthenticated(self) -> Self {
        match self.error {
            "invalid_client" => self.with_status(401),
            _ => self,
        }
    }

    const fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub(super) fn answer(&self) -> Answer {
        let body = Body {
            error: self.error,
            error_description: self.description.as_deref(),
        };
        let answer = Answer::json(self.status, &body);
        match self.status {
            401 => answer.with_header("www-authenticate", "Basic"),
            _ => answer,
        }
    }
}

impl From<Refusal> for EndpointError {
    fn from((error, description): Refusal) -> Self {
        Self::explained(error, description)
    }
}

/// What the core of a sign-in refuses is the fault of what was presented to it.
impl From<ServiceError> for EndpointError {
    fn from(error: ServiceError) -> Self {
        match error.code {
            ErrorCode::InternalError => {
                Self::explained("server_error", error.message).with_status(500)
            }
            _ => Self::invalid_grant(error.message),
        }
    }
}
