//! AWS Signature Version 4, the verifying side: is this request what the owner of a secret key
//! signed?
//!
//! It is made here because the signing crate of the AWS SDK chooses for itself what it signs, while
//! a verifier must follow the client's choice of headers. The refusals have the texts of AWS's own
//! front end.

mod authorization;
mod canonical_request;
mod date;

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use poolgate_flow::{ErrorCode, ServiceError};

use self::authorization::Authorization;
use self::date::BasicDate;
use crate::time::UnixTime;
use crate::wire::Request;

/// How far a request's date may be from the server's, in seconds.
const MAX_SKEW: i64 = 15 * 60;

/// A request that carries a well-formed signature, not yet verified.
#[derive(Debug)]
pub(crate) struct SignedRequest<'a> {
    request: Request<'a>,
    authorization: Authorization<'a>,
    date: BasicDate<'a>,
}

impl<'a> SignedRequest<'a> {
    /// Reads the signature of a request.
    ///
    /// # Errors
    ///
    /// `MissingAuthenticationTokenException` without one, `IncompleteSignatureException` if a part
    /// of it is missing or malformed.
    pub(crate) fn parse(request: &Request<'a>) -> Result<Self, ServiceError> {
        let header = request.header("authorization").ok_or_else(missing)?;
        let authorization = Authorization::parse(header)?;
        let date = request
            .header("x-amz-date")
            .or_else(|| request.header("date"));
        let date = date.ok_or_else(|| authorization::requires_date(header))?;
        Ok(Self {
            request: *request,
            authorization,
            date: BasicDate::parse(date)?,
        })
    }

    /// Whose key it claims to be signed with.
    pub(crate) fn access_key_id(&self) -> &'a str {
        self.authorization.access_key_id
    }

    /// The session token that came with it; temporary credentials have one.
    pub(crate) fn security_token(&self) -> Option<&'a str> {
        self.request.header("x-amz-security-token")
    }

    /// Verifies the signature with the owner's secret key. The Region is the client's to choose:
    /// this server plays all of them.
    ///
    /// # Errors
    ///
    /// `InvalidSignatureException`, saying what does not fit.
    pub(crate) fn verify(
        &self,
        secret_key: &str,
        service: &str,
        now: UnixTime,
    ) -> Result<(), ServiceError> {
        if !self.authorization.signed_headers.contains(&"host") {
            let text = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";
            return Err(invalid(text));
        }
        self.authorization.scope.check(service, &self.date)?;
        self.date.check_skew(now, MAX_SKEW)?;
        let key = self.authorization.scope.signing_key(secret_key);
        let signature = &self.authorization.signature;
        hmac::verify(&key, self.string_to_sign().as_bytes(), signature).map_err(|_| mismatch())
    }

    fn string_to_sign(&self) -> String {
        let canonical =
            canonical_request::digest(&self.request, &self.authorization.signed_headers);
        let scope = &self.authorization.scope;
        format!(
            "{}\n{}\n{scope}\n{canonical}",
            authorization::ALGORITHM,
            self.date.as_str()
        )
    }
}

fn sign(key: &hmac::Key, text: &str) -> hmac::Key {
    hmac::Key::new(HMAC_SHA256, hmac::sign(key, text.as_bytes()).as_ref())
}

fn missing() -> ServiceError {
    ServiceError::new(
        ErrorCode::MissingAuthenticationToken,
        "Missing Authentication Token",
    )
}

fn incomplete(message: impl Into<String>) -> ServiceError {
    ServiceError::new(ErrorCode::IncompleteSignature, message)
}

fn invalid(message: impl Into<String>) -> ServiceError {
    ServiceError::new(ErrorCode::InvalidSignature, message)
}

fn mismatch() -> ServiceError {
    invalid(
        "The request signature we calculated does not match the signature you provided. Check \
         your AWS Secret Access Key and signing method. Consult the service documentation for \
         details.",
    )
}

#[cfg(test)]
mod tests;
