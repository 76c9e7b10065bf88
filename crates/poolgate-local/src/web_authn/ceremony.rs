//! What a registration and a sign-in have in common: a challenge, an origin, a relying party.

use aws_lc_rs::digest;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde::Deserialize;
use url::{Host, Url};

use super::authenticator_data::AuthenticatorData;

/// What was asked of the authenticator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ceremony<'a> {
    /// In base64url.
    pub(crate) challenge: &'a str,
    pub(crate) relying_party_id: &'a str,
    /// Whether the authenticator must have recognised its user, by a PIN or a fingerprint.
    pub(crate) verifies_user: bool,
}

/// Why a credential is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// It cannot be read.
    #[error("The credential is malformed: {0}.")]
    Malformed(&'static str),
    /// It answers something else.
    #[error("The credential answers another challenge.")]
    Challenge,
    /// It was made on a page of somebody else.
    #[error("The origin {0} is not one of the relying party.")]
    Origin(String),
    /// It is for somebody else.
    #[error("The credential is for another relying party.")]
    RelyingParty,
    /// The authenticator did not ask its user, or did not recognise who it was.
    #[error("The authenticator has not verified its user.")]
    User,
    /// Its key is of a kind that was not asked for.
    #[error("The credential's algorithm is neither ES256 nor RS256.")]
    Algorithm,
    /// Somebody else made it, or a copy of the authenticator did.
    #[error("The credential is not proven.")]
    Proof,
}

/// `CollectedClientData` (section 5.8.1).
#[derive(Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
}

impl Ceremony<'_> {
    /// Checks what the browser says of the page it was on (sections 7.1 and 7.2).
    pub(super) fn check_client(&self, client_data: &[u8], kind: &str) -> Result<(), Refusal> {
        let said: ClientData = serde_json::from_slice(client_data)
            .map_err(|_| Refusal::Malformed("clientDataJSON"))?;
        if said.kind != kind {
            return Err(Refusal::Malformed("the type in clientDataJSON"));
        }
        // Padding is no part of base64url, and some clients write it all the same.
        if said.challenge.trim_end_matches('=') != self.challenge {
            return Err(Refusal::Challenge);
        }
        if self.has_origin(&said.origin) {
            Ok(())
        } else {
            Err(Refusal::Origin(said.origin))
        }
    }

    /// Checks what the authenticator says of whom it served.
    pub(super) fn check_authenticator(&self, data: &AuthenticatorData<'_>) -> Result<(), Refusal> {
        let hash = digest::digest(&digest::SHA256, self.relying_party_id.as_bytes());
        if data.relying_party_hash != hash.as_ref() {
            return Err(Refusal::RelyingParty);
        }
        if !data.user_present() || self.verifies_user && !data.user_verified() {
            return Err(Refusal::User);
        }
        Ok(())
    }

    /// Whether a page belongs to the relying party: its host is that domain or one below it, and it
    /// came by TLS or from this machine. Apps, whose origin is a certificate, are not known here.
    fn has_origin(&self, origin: &str) -> bool {
        let Ok(url) = Url::parse(origin) else {
            return false;
        };
        let Some(Host::Domain(host)) = url.host() else {
            return false;
        };
        let below = host.strip_suffix(self.relying_party_id);
        let is_theirs = below.is_some_and(|below| below.is_empty() || below.ends_with('.'));
        let is_safe = url.scheme() == "https" || url.scheme() == "http" && host == "localhost";
        is_theirs && is_safe
    }
}

/// A challenge on the wire.
pub(crate) fn encoded(challenge: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(challenge)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ceremony(relying_party_id: &str) -> Ceremony<'_> {
        Ceremony {
            challenge: "abc",
            relying_party_id,
            verifies_user: false,
        }
    }

    #[test]
    fn a_page_belongs_to_its_domain_and_those_above() {
        let example = ceremony("example.com");
        for ours in [
            "https://example.com",
            "https://app.example.com",
            "https://example.com:8443",
        ] {
            assert!(example.has_origin(ours), "{ours}");
        }
        for other in [
            "http://example.com",
            "https://badexample.com",
            "https://example.com.evil.org",
            "https://com",
            "android:apk-key-hash:abc",
            "null",
            "",
        ] {
            assert!(!example.has_origin(other), "{other}");
        }
        assert!(ceremony("localhost").has_origin("http://localhost:3000"));
        assert!(!ceremony("localhost").has_origin("http://127.0.0.1:3000"));
    }

    proptest! {
        #[test]
        fn any_client_data_is_read_or_refused(data: Vec<u8>, origin in ".*") {
            let example = ceremony("example.com");
            prop_assert!(example.check_client(&data, "webauthn.get").is_err());
            let data = serde_json::json!({
                "type": "webauthn.get", "challenge": "abc", "origin": origin,
            });
            let checked = example.check_client(data.to_string().as_bytes(), "webauthn.get");
            prop_assert_eq!(checked.is_ok(), example.has_origin(&origin));
        }
    }
}
