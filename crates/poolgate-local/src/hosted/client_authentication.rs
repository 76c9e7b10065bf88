//! Which app client asks, and whether it is (RFC 6749 section 2.3, protocol.md 6.2).

use base64::prelude::{BASE64_STANDARD, Engine};
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use super::endpoint_error::EndpointError;
use super::{Fields, Visit};
use crate::app_clients::{AppClient, app_client_of, check_secret};
use crate::core::Context;

/// The client that has proven to be it, in the Authorization header or in the parameters; both at once
/// is taken too, if they agree on who it is.
pub(super) fn authenticate(
    context: &Context<'_>,
    visit: &Visit<'_>,
    parameters: &Fields,
) -> Result<AppClient, EndpointError> {
    let named = parameters.get("client_id");
    let basic = visit.header("authorization").map(Basic::parse);
    let basic = basic.map(|basic| basic.ok_or_else(invalid)).transpose()?;
    let id = match (&basic, named) {
        (Some(basic), Some(named)) if basic.id != named => return Err(invalid()),
        (Some(basic), _) => basic.id.as_str(),
        (None, Some(named)) => named,
        (None, None) => return Err(EndpointError::invalid_request("client_id is missing")),
    };
    let app = app_client_of(context, &visit.pool.id, id).map_err(|_| invalid())?;
    let given = match &basic {
        Some(basic) => basic.secrets(),
        None => vec![parameters.get("client_secret")],
    };
    let is_right = |secret: Option<&str>| check_secret(&app.client, secret).is_ok();
    if given.into_iter().any(is_right) {
        return Ok(app);
    }
    Err(invalid())
}

/// As recorded, 400 whichever way the client has authenticated, and no word more.
const fn invalid() -> EndpointError {
    EndpointError::bare("invalid_client")
}

/// An id and a secret in an Authorization header (RFC 7617).
struct Basic {
    id: String,
    secret: Zeroizing<String>,
    /// What the secret is if the client has encoded it as RFC 6749 section 2.3.1 wants; not all do.
    decoded: Zeroizing<String>,
}

impl Basic {
    fn parse(header: &str) -> Option<Self> {
        let (scheme, credentials) = header.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let credentials = Zeroizing::new(BASE64_STANDARD.decode(credentials.trim()).ok()?);
        let (id, secret) = std::str::from_utf8(&credentials).ok()?.split_once(':')?;
        let decoded = secret.replace('+', " ");
        let decoded = percent_decode_str(&decoded).decode_utf8().ok()?;
        Some(Self {
            // Nothing in a client id would be encoded.
            id: id.to_owned(),
            secret: Zeroizing::new(secret.to_owned()),
            decoded: Zeroizing::new(decoded.into_owned()),
        })
    }

    /// What the secret may be; an empty one is none.
    fn secrets(&self) -> Vec<Option<&str>> {
        let forms = [self.secret.as_str(), self.decoded.as_str()];
        let given = forms.map(|secret| (!secret.is_empty()).then_some(secret));
        given.to_vec()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn header(credentials: &str) -> String {
        format!("Basic {}", BASE64_STANDARD.encode(credentials))
    }

    #[test]
    fn a_secret_may_be_encoded_or_not() {
        let basic = Basic::parse(&header("id:a%2Bb+c")).unwrap();
        assert_eq!(basic.secrets(), [Some("a%2Bb+c"), Some("a+b c")]);
        let basic = Basic::parse(&header("id:")).unwrap();
        assert_eq!(basic.secrets(), [None, None]);
    }

    proptest! {
        #[test]
        fn what_is_sent_is_read(id in "[a-z0-9]{1,26}", secret in "[a-zA-Z0-9+_:]{0,64}") {
            let basic = Basic::parse(&header(&format!("{id}:{secret}"))).unwrap();
            prop_assert_eq!(&basic.id, &id);
            prop_assert_eq!(basic.secret.as_str(), secret.as_str());
        }

        #[test]
        fn any_header_is_read_or_refused(text in ".*") {
            if let Some(basic) = Basic::parse(&text) {
                prop_assert!(!basic.id.contains(':'));
            }
        }
    }
}
