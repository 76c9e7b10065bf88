//! The Security Token Service, as far as the credentials of identity pools need it. It speaks
//! AWS's query protocol: a form in, XML out.

mod get_caller_identity;
mod parameters;
mod xml;

use poolgate_flow::{ErrorCode, ServiceError};

use self::parameters::Parameters;
use crate::caller;
use crate::constraints::Service;
use crate::core::Context;
use crate::wire::{Request, Response};

/// The only version of the API.
const VERSION: &str = "2011-06-15";

/// Carries out an action and answers the elements of its result.
type Action = fn(&Request<'_>, &Context<'_>) -> Result<String, ServiceError>;

/// The table: one line an action.
const ACTIONS: &[(&str, Action)] = &[("GetCallerIdentity", get_caller_identity::run)];

/// Whether a call speaks the query protocol, of which STS is the only speaker here.
pub(crate) fn is_addressed(request: &Request<'_>) -> bool {
    request.path == "/"
        && request.header("x-amz-target").is_none()
        && Parameters::of(request).get("Action").is_some()
}

/// Answers a call.
pub(crate) fn answer(request: &Request<'_>, context: &Context<'_>, request_id: String) -> Response {
    let parameters = Parameters::of(request);
    let name = parameters.get("Action").unwrap_or_default();
    let version = parameters
        .get("Version")
        .filter(|version| !version.is_empty());
    let action = ACTIONS.iter().find(|(known, _)| *known == name);
    let Some((_, run)) = action.filter(|_| version == Some(VERSION)) else {
        let version = version.unwrap_or("NO_VERSION_SPECIFIED");
        let body = xml::unknown_action(name, version, &request_id);
        return Response::xml(request_id, 400, body);
    };
    match run(request, context) {
        Ok(result) => {
            let body = xml::success(name, &result, &request_id);
            Response::xml(request_id, 200, body)
        }
        Err(error) => {
            let (code, status) = code_and_status(&error.code);
            let body = xml::error(code, &error.message, &request_id);
            Response::xml(request_id, status, body)
        }
    }
}

/// What a service with a JSON protocol calls by other names and answers with status 400.
fn code_and_status(code: &ErrorCode) -> (&str, u16) {
    match code {
        ErrorCode::ExpiredToken => ("ExpiredToken", 403),
        ErrorCode::IncompleteSignature => ("IncompleteSignature", 400),
        ErrorCode::InvalidSignature => ("SignatureDoesNotMatch", 403),
        ErrorCode::MissingAuthenticationToken => ("MissingAuthenticationToken", 403),
        ErrorCode::UnrecognizedClient => ("InvalidClientTokenId", 403),
        ErrorCode::InvalidParameter => ("ValidationError", 400),
        _ => ("InternalFailure", 500),
    }
}

/// Who signed a call to STS.
fn caller(request: &Request<'_>, context: &Context<'_>) -> Result<caller::Caller, ServiceError> {
    caller::authenticate(request, Service::Sts, context)
}
