//! The Security Token Service, as far as the credentials of identity pools need it. It speaks
//! AWS's query protocol: a form in, XML out.

mod actor;
mod assume_role;
mod assume_role_with_web_identity;
mod error;
mod get_caller_identity;
mod input;
mod issued_session;
mod parameters;
mod role;
mod session_policy;
mod session_tags;
mod web_identity;
mod xml;

use poolgate_flow::ServiceError;

use self::error::StsError;
use self::parameters::Parameters;
use crate::caller;
use crate::constraints::Service;
use crate::core::Context;
use crate::wire::{Request, Response};

/// The only version of the API.
const VERSION: &str = "2011-06-15";

/// Carries out an action and answers the elements of its result.
type Action = fn(&Request<'_>, &Context<'_>) -> Result<String, StsError>;

/// The table: one line an action.
const ACTIONS: &[(&str, Action)] = &[
    ("AssumeRole", assume_role::run),
    (
        "AssumeRoleWithWebIdentity",
        assume_role_with_web_identity::run,
    ),
    ("GetCallerIdentity", get_caller_identity::run),
];

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
            let body = xml::error(error.code, &error.message, &request_id);
            Response::xml(request_id, error.status, body)
        }
    }
}

/// Who signed a call to STS.
fn caller(request: &Request<'_>, context: &Context<'_>) -> Result<caller::Caller, ServiceError> {
    caller::authenticate(request, Service::Sts, context)
}
