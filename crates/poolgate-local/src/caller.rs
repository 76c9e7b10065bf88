//! Who signed a call.

use std::fmt;
use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use crate::constraints::Service;
use crate::core::Context;
use crate::federation::credentials;
use crate::model::TemporaryCredentials;
use crate::signature_v4::SignedRequest;
use crate::wire::Request;

/// An access key that signed calls may use.
///
/// ```
/// let key = poolgate_local::AccessKey::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG");
/// assert_eq!(format!("{key:?}"), "AccessKey(AKIDEXAMPLE, [redacted])");
/// ```
#[derive(Clone)]
pub struct AccessKey {
    id: String,
    secret: zeroize::Zeroizing<String>,
}

impl AccessKey {
    /// The access key with this id and secret.
    #[must_use]
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            secret: zeroize::Zeroizing::new(secret.into()),
        }
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccessKey({}, [redacted])", self.id)
    }
}

/// Who signed a call.
#[derive(Debug)]
pub(crate) enum Caller {
    /// The account itself: this server knows no other users.
    Account,
    /// A session of a role, with credentials that this server issued.
    Session(Arc<TemporaryCredentials>),
}

/// Finds out who signed a call. Credentials that this server issued are always verified; other
/// access keys are accepted as they are, unless only configured ones may be used.
///
/// # Errors
///
/// `MissingAuthenticationTokenException` without a signature, `UnrecognizedClientException` for an
/// unknown key or session token, `ExpiredTokenException`, and what is wrong with the signature.
pub(crate) fn authenticate(
    request: &Request<'_>,
    service: Service,
    context: &Context<'_>,
) -> Result<Caller, ServiceError> {
    let signed = SignedRequest::parse(request)?;
    let id = signed.access_key_id();
    if credentials::is_issued_here(context, id) {
        return session(&signed, service, context).map(Caller::Session);
    }
    let settings = context.settings();
    if settings.verify_signatures {
        let key = settings
            .access_keys
            .iter()
            .find(|key| key.id == id)
            .ok_or_else(unrecognized)?;
        signed.verify(&key.secret, signing_name(service), context.now())?;
    }
    Ok(Caller::Account)
}

fn session(
    signed: &SignedRequest<'_>,
    service: Service,
    context: &Context<'_>,
) -> Result<Arc<TemporaryCredentials>, ServiceError> {
    let id = signed.access_key_id();
    let issued = context.read(|state| state.get::<TemporaryCredentials>(id));
    let issued = issued
        .filter(|issued| context.now() < issued.expires)
        .ok_or_else(expired)?;
    let token = signed.security_token().unwrap_or_default();
    if !credentials::is_session_token(context, id, token) {
        return Err(unrecognized());
    }
    signed.verify(
        &credentials::secret_key(context, id),
        signing_name(service),
        context.now(),
    )?;
    Ok(issued)
}

/// The service in the scope of a signature.
const fn signing_name(service: Service) -> &'static str {
    match service {
        Service::CognitoIdp => "cognito-idp",
        Service::CognitoIdentity => "cognito-identity",
        Service::Sts => "sts",
    }
}

fn unrecognized() -> ServiceError {
    let text = "The security token included in the request is invalid.";
    ServiceError::new(ErrorCode::UnrecognizedClient, text)
}

fn expired() -> ServiceError {
    let text = "The security token included in the request is expired";
    ServiceError::new(ErrorCode::ExpiredToken, text)
}
