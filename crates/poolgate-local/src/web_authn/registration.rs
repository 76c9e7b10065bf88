//! A passkey being made (section 7.1).

use ciborium::Value;
use serde::Deserialize;

use super::authenticator_data::AuthenticatorData;
use super::ceremony::{Ceremony, Refusal};
use super::credential_key::CredentialKey;
use super::wire::Bytes;

/// `RegistrationResponseJSON` (section 5.1.8.1), as far as it is looked at.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RegistrationResponse {
    raw_id: Bytes,
    #[serde(rename = "type")]
    kind: String,
    response: AttestationResponse,
    pub(crate) authenticator_attachment: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AttestationResponse {
    #[serde(rename = "clientDataJSON")]
    client_data: Bytes,
    attestation_object: Bytes,
    #[serde(default)]
    transports: Vec<String>,
}

/// A credential that may be kept.
#[derive(Debug)]
pub(crate) struct NewCredential {
    pub(crate) id: Vec<u8>,
    pub(crate) key: CredentialKey,
    pub(crate) sign_count: u32,
}

impl RegistrationResponse {
    /// The ways in which the authenticator can be reached.
    pub(crate) fn transports(&self) -> &[String] {
        &self.response.transports
    }
}

/// Checks a new credential. Who made the authenticator is not asked: attestation is not enforced
/// (protocol.md 4).
pub(crate) fn verify_registration(
    ceremony: &Ceremony<'_>,
    response: &RegistrationResponse,
) -> Result<NewCredential, Refusal> {
    if response.kind != "public-key" {
        return Err(Refusal::Malformed("its type"));
    }
    ceremony.check_client(&response.response.client_data.0, "webauthn.create")?;
    let data = authenticator_data(&response.response.attestation_object.0)?;
    let data = AuthenticatorData::parse(&data)?;
    ceremony.check_authenticator(&data)?;
    let attested = data
        .attested
        .filter(|attested| attested.id == response.raw_id.0)
        .ok_or(Refusal::Malformed("its id"))?;
    Ok(NewCredential {
        id: attested.id.to_vec(),
        key: attested.key,
        sign_count: data.sign_count,
    })
}

/// `authData` of an attestation object (section 6.5.4).
fn authenticator_data(attestation: &[u8]) -> Result<Vec<u8>, Refusal> {
    /// A statement may hold certificates in lists of maps.
    const DEPTH: usize = 8;
    let malformed = || Refusal::Malformed("attestationObject");
    let object: Value = ciborium::de::from_reader_with_recursion_limit(attestation, DEPTH)
        .map_err(|_| malformed())?;
    let members = object.into_map().map_err(|_| malformed())?;
    let mut data = members
        .into_iter()
        .filter(|(name, _)| name.as_text() == Some("authData"));
    let (_, data) = data.next().ok_or_else(malformed)?;
    data.into_bytes().map_err(|_| malformed())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_attestation_is_read_or_refused(
            attestation in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            if let Ok(data) = authenticator_data(&attestation) {
                prop_assert!(data.len() < attestation.len());
            }
        }
    }
}
