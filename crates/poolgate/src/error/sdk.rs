use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use poolgate_flow::{ErrorCode, ServiceError};

use super::network::{AtHost, Lost};
use super::{Error, with_sources};

/// A call of the SDK that gave no result: refused by the service, or failed on the way.
#[derive(Debug)]
pub(crate) enum CallFailure {
    /// The service's own answer.
    Refused(ServiceError),
    /// Anything else.
    Failed(Error),
}

impl CallFailure {
    pub(crate) fn new<E>(operation: &'static str, error: SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        match error {
            SdkError::ServiceError(error) => {
                let metadata = error.err().meta();
                match metadata.code() {
                    Some(code) => Self::Refused(ServiceError::new(
                        ErrorCode::from_wire(code),
                        metadata.message().unwrap_or_default(),
                    )),
                    None => Self::Failed(Error::UnexpectedStatus {
                        operation,
                        status: error.raw().status().as_u16(),
                    }),
                }
            }
            other => Self::Failed(failed(operation, &other)),
        }
    }

    /// The error of an operation whose refusal needs no further thought.
    pub(crate) fn into_error(self, operation: &'static str) -> Error {
        match self {
            Self::Refused(error) => Error::Service { operation, error },
            Self::Failed(error) => error,
        }
    }
}

/// What becomes of a call that failed, where its refusal needs no further thought.
pub(crate) fn call_failed<E>(
    operation: &'static str,
) -> impl FnOnce(SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    move |error| CallFailure::new(operation, error).into_error(operation)
}

/// An answer in which an id or a name is none.
pub(crate) fn not_a_name(operation: &'static str) -> impl FnOnce(poolgate_flow::Error) -> Error {
    move |error| Error::InvalidResponse {
        operation,
        reason: error.to_string(),
    }
}

fn failed<E>(operation: &'static str, error: &SdkError<E, HttpResponse>) -> Error
where
    E: std::error::Error + 'static,
{
    if let Some(error) = credentials_failed(error) {
        return Error::NoAwsCredentials {
            reason: with_sources(error),
        };
    }
    match error {
        SdkError::TimeoutError(_) => Error::TimedOut {
            operation,
            reason: with_sources(error),
        },
        SdkError::DispatchFailure(failure) => match failure.as_connector_error() {
            Some(connector) => connection_failed(operation, connector),
            None => Error::Unreachable {
                operation,
                reason: with_sources(error),
            },
        },
        SdkError::ResponseError(response) => {
            let status = response.raw().status();
            if status.is_success() {
                Error::InvalidResponse {
                    operation,
                    reason: with_sources(error),
                }
            } else {
                Error::UnexpectedStatus {
                    operation,
                    status: status.as_u16(),
                }
            }
        }
        _ => Error::HttpClient {
            reason: with_sources(error),
        },
    }
}

/// The provider of AWS credentials, where it is to blame.
fn credentials_failed<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> Option<&'a CredentialsError> {
    let mut source = error.source();
    while let Some(error) = source {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        source = error.source();
    }
    None
}

fn connection_failed(operation: &'static str, error: &ConnectorError) -> Error {
    let own = std::error::Error::source(error).and_then(|source| source.downcast_ref::<Error>());
    if let Some(own) = own {
        return own.clone();
    }
    let source = std::error::Error::source(error);
    let at_host = source.and_then(|source| source.downcast_ref::<AtHost>());
    let reason = match at_host {
        Some(AtHost { host, error }) => Lost::new(host, error.as_ref()).reason,
        None => with_sources(error),
    };
    if error.is_timeout() {
        Error::TimedOut { operation, reason }
    } else {
        Error::Unreachable { operation, reason }
    }
}
