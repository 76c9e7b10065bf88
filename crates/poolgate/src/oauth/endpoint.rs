//! One call of an endpoint of the domain: who asks, what came, and what it means when it is no
//! success.

use poolgate_flow::AccessToken;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::Refusal;
use super::client_authentication::ClientAuthentication;
use super::token_endpoint::Form;
use crate::http::{Answer, ExchangeFailure, Repeat};
use crate::store::describe_json_error;
use crate::{Error, UserPool};

/// What an answer may have in bytes.
const MAXIMUM: usize = 256 * 1024;

/// An endpoint.
pub(super) struct Endpoint {
    pub(super) operation: &'static str,
    pub(super) url: String,
    pub(super) repeat: Repeat,
}

/// How it is asked.
pub(super) enum Method<'a> {
    /// Nobody in particular asks.
    Get,
    /// In the name of the user whose token this is.
    GetAs(&'a AccessToken),
    /// By the app client.
    Post(Form),
}

/// An answer that is a success.
pub(super) struct Success(Answer);

impl Endpoint {
    pub(super) async fn call(&self, pool: &UserPool, method: Method<'_>) -> Result<Success, Error> {
        let prepared = Prepared::new(pool, method)?;
        let request = |client: &reqwest::Client| prepared.request(client, &self.url);
        let exchange = pool
            .http()
            .exchange(&self.url, MAXIMUM, self.repeat, request);
        let answer = exchange.await.map_err(|failure| self.failed(failure))?;
        if answer.status.is_success() {
            Ok(Success(answer))
        } else {
            Err(self.refused(&answer))
        }
    }

    fn failed(&self, failure: ExchangeFailure) -> Error {
        let operation = self.operation;
        match failure {
            ExchangeFailure::Client(error) => error,
            ExchangeFailure::Lost {
                reason,
                timed_out: true,
                ..
            } => Error::TimedOut { operation, reason },
            ExchangeFailure::Lost { reason, .. } => Error::Unreachable { operation, reason },
            ExchangeFailure::TooLong => Error::InvalidResponse {
                operation,
                reason: format!("it has more than {} KiB", MAXIMUM / 1024),
            },
        }
    }

    fn refused(&self, answer: &Answer) -> Error {
        let status = answer.status.as_u16();
        match refusal(answer) {
            Some(refusal) => Error::OAuth {
                operation: self.operation,
                refusal,
            },
            // A page of a firewall, a proxy, or of another server altogether.
            None => Error::UnexpectedStatus {
                operation: self.operation,
                status,
            },
        }
    }
}

impl Success {
    pub(super) fn json<T: DeserializeOwned>(&self, operation: &'static str) -> Result<T, Error> {
        serde_json::from_slice(&self.0.body).map_err(|error| {
            let reason = if self.is_page() {
                "it is a web page (HTML), not JSON: is this the domain of a user pool?".to_owned()
            } else {
                describe_json_error(&error)
            };
            Error::InvalidResponse { operation, reason }
        })
    }

    /// The service's own time. A proxy's answer has no request id.
    pub(super) fn date(&self) -> Option<&str> {
        let ids = ["x-amz-cognito-request-id", "x-amzn-requestid"];
        let headers = &self.0.headers;
        if !ids.iter().any(|id| headers.contains_key(*id)) {
            return None;
        }
        headers.get("date")?.to_str().ok()
    }

    fn is_page(&self) -> bool {
        let content_type = self.0.headers.get(CONTENT_TYPE);
        let says_so = content_type.is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
        says_so || self.0.body.trim_ascii_start().starts_with(b"<")
    }
}

/// A request as it is sent, perhaps more than once.
struct Prepared {
    authorization: Option<HeaderValue>,
    form: Option<Form>,
}

impl Prepared {
    fn new(pool: &UserPool, method: Method<'_>) -> Result<Self, Error> {
        Ok(match method {
            Method::Get => Self {
                authorization: None,
                form: None,
            },
            Method::GetAs(token) => {
                let bearer = Zeroizing::new(format!("Bearer {}", token.expose()));
                Self {
                    authorization: Some(secret_header(&bearer)?),
                    form: None,
                }
            }
            Method::Post(mut form) => {
                let authentication = ClientAuthentication::of(pool.app());
                let authorization = authentication.apply(&mut form);
                Self {
                    authorization: authorization
                        .map(|value| secret_header(&value))
                        .transpose()?,
                    form: Some(form),
                }
            }
        })
    }

    fn request(&self, client: &reqwest::Client, url: &str) -> reqwest::RequestBuilder {
        let request = match &self.form {
            Some(form) => client
                .post(url)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form.as_str().to_owned()),
            None => client.get(url),
        };
        let request = request.header("accept", "application/json");
        match &self.authorization {
            Some(authorization) => request.header(AUTHORIZATION, authorization),
            None => request,
        }
    }
}

fn secret_header(value: &str) -> Result<HeaderValue, Error> {
    let mut header = HeaderValue::from_str(value).map_err(|error| Error::http_client(&error))?;
    header.set_sensitive(true);
    Ok(header)
}

/// What the server says is wrong: as JSON (RFC 6749 5.2), or in a header (RFC 6750 3).
fn refusal(answer: &Answer) -> Option<Refusal> {
    let status = Some(answer.status.as_u16());
    let in_body = serde_json::from_slice::<RefusalAnswer>(&answer.body).ok();
    let in_body = in_body
        .and_then(|said| Refusal::new(&said.error, said.error_description.as_deref(), status));
    in_body.or_else(|| {
        let header = challenge(&answer.headers)?;
        let description = parameter(header, "error_description");
        Refusal::new(parameter(header, "error")?, description, status)
    })
}

#[derive(Deserialize)]
struct RefusalAnswer {
    error: String,
    error_description: Option<String>,
}

fn challenge(headers: &HeaderMap) -> Option<&str> {
    headers.get(WWW_AUTHENTICATE)?.to_str().ok()
}

/// A quoted parameter of a challenge.
fn parameter<'a>(challenge: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = challenge;
    while let Some((before, after)) = rest.split_once("=\"") {
        let (value, following) = after.split_once('"')?;
        if before.trim_end().rsplit([' ', ',']).next() == Some(name) {
            return Some(value);
        }
        rest = following;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_challenges_parameters_are_told_apart() {
        // protocol.md 6.3.
        let challenge =
            r#"Bearer error_description="Bad, error="x", request" error="invalid_request""#;
        assert_eq!(
            parameter(challenge, "error_description"),
            Some("Bad, error=")
        );
        let challenge = r#"error="invalid_token", error_description="Access token is expired.""#;
        assert_eq!(parameter(challenge, "error"), Some("invalid_token"));
        let description = Some("Access token is expired.");
        assert_eq!(parameter(challenge, "error_description"), description);
        assert_eq!(parameter(challenge, "scope"), None);
    }

    proptest! {
        #[test]
        fn any_challenge_is_read_or_refused(text in r#"(error="|"|,| |a|=){0,20}"#) {
            let _ = parameter(&text, "error");
        }
    }
}
