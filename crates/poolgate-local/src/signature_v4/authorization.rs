//! The `Authorization` header.

use std::fmt;

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use poolgate_flow::ServiceError;
use zeroize::Zeroizing;

use super::date::BasicDate;
use super::{incomplete, invalid, missing, sign};

/// The only algorithm that Cognito and STS know for a shared secret.
pub(super) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The last part of every scope.
const TERMINATOR: &str = "aws4_request";

/// The header, taken apart.
#[derive(Debug)]
pub(super) struct Authorization<'a> {
    pub(super) access_key_id: &'a str,
    pub(super) scope: Scope<'a>,
    /// Names in lower case, in the order in which they were signed.
    pub(super) signed_headers: Vec<&'a str>,
    pub(super) signature: Vec<u8>,
}

impl<'a> Authorization<'a> {
    pub(super) fn parse(header: &'a str) -> Result<Self, ServiceError> {
        let (algorithm, parameters) = header.split_once(' ').unwrap_or((header, ""));
        if !algorithm.starts_with("AWS4-") {
            // Another scheme altogether, such as a bearer token.
            return Err(missing());
        }
        if algorithm != ALGORITHM {
            return Err(incomplete(format!(
                "Unsupported AWS 'algorithm': '{algorithm}'."
            )));
        }
        let [credential, signed_headers, signature] = parameters_of(header, parameters)?;
        let (access_key_id, scope) = Scope::parse(credential)?;
        Ok(Self {
            access_key_id,
            scope,
            signed_headers: signed_headers.split(';').collect(),
            // What is no hexadecimal number is no signature of anything.
            signature: from_hex(signature).unwrap_or_default(),
        })
    }
}

/// The three parameters, whichever order they come in.
fn parameters_of<'a>(header: &str, parameters: &'a str) -> Result<[&'a str; 3], ServiceError> {
    let find = |name: &str| {
        let mut all = parameters
            .split(',')
            .filter_map(|it| it.trim().split_once('='));
        all.find(|(known, value)| *known == name && !value.is_empty())
            .map(|(_, value)| value)
    };
    let names = ["Credential", "Signature", "SignedHeaders"];
    match names.map(find) {
        [Some(credential), Some(signature), Some(signed_headers)] => {
            Ok([credential, signed_headers, signature])
        }
        found => {
            let missing = names.iter().zip(found).filter(|(_, value)| value.is_none());
            let texts = missing.map(|(name, _)| requires(&format!("'{name}' parameter")));
            Err(incomplete(texts.collect::<String>() + &quoted(header)))
        }
    }
}

/// The refusal of a signature without a date.
pub(super) fn requires_date(header: &str) -> ServiceError {
    let what = "existence of either a 'X-Amz-Date' or a 'Date' header";
    incomplete(requires(what) + &quoted(header))
}

fn requires(what: &str) -> String {
    format!("Authorization header requires {what}. ")
}

/// AWS repeats the header; a signature is no secret, but only the algorithm tells anything.
fn quoted(header: &str) -> String {
    format!(
        "Authorization={}",
        header.split(' ').next().unwrap_or_default()
    )
}

/// What a signing key is good for: one day, one Region, one service.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    date: &'a str,
    region: &'a str,
    service: &'a str,
    terminator: &'a str,
}

impl<'a> Scope<'a> {
    /// `keyid/date/region/service/term`, which begins with the access key id.
    fn parse(credential: &'a str) -> Result<(&'a str, Self), ServiceError> {
        let parts: Vec<&str> = credential.split('/').collect();
        let [access_key_id, date, region, service, terminator] = parts[..] else {
            return Err(incomplete(format!(
                "Credential must have exactly 5 slash-delimited elements, e.g. \
                 keyid/date/region/service/term, got '{credential}'"
            )));
        };
        Ok((
            access_key_id,
            Self {
                date,
                region,
                service,
                terminator,
            },
        ))
    }

    /// Refuses a scope of another service or day; all that is wrong is said at once.
    pub(super) fn check(&self, service: &str, date: &BasicDate<'_>) -> Result<(), ServiceError> {
        let mut wrong = Vec::new();
        if self.service != service {
            wrong.push(format!(
                "Credential should be scoped to correct service: '{service}'."
            ));
        }
        if self.terminator != TERMINATOR {
            wrong.push(format!(
                "Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{}'.",
                self.terminator
            ));
        }
        if self.date != date.day() {
            wrong.push(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date \
                 from HTTP: '{}' != '{}', from '{}'.",
                self.date,
                date.day(),
                date.as_str()
            ));
        }
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(invalid(wrong.join(" ")))
        }
    }

    pub(super) fn signing_key(&self, secret_key: &str) -> hmac::Key {
        let secret = Zeroizing::new(format!("AWS4{secret_key}"));
        let secret = hmac::Key::new(HMAC_SHA256, secret.as_bytes());
        [self.date, self.region, self.service, self.terminator]
            .iter()
            .fold(secret, |key, part| sign(&key, part))
    }
}

impl fmt::Display for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}/{}/{}/{}",
            self.date, self.region, self.service, self.terminator
        )
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect();
    let (pairs, rest) = digits.as_deref()?.as_chunks::<2>();
    rest.is_empty()
        .then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}
