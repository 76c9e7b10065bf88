//! A passkey being used (section 7.2).

use aws_lc_rs::digest;
use serde::Deserialize;

use super::authenticator_data::AuthenticatorData;
use super::ceremony::{Ceremony, Refusal};
use super::credential_key::CredentialKey;
use super::wire::Bytes;

/// `AuthenticationResponseJSON` (section 5.1.8.2), as far as it is looked at.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuthenticationResponse {
    raw_id: Bytes,
    response: AssertionResponse,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AssertionResponse {
    #[serde(rename = "clientDataJSON")]
    client_data: Bytes,
    authenticator_data: Bytes,
    signature: Bytes,
    #[serde(default)]
    user_handle: Option<Bytes>,
}

impl AuthenticationResponse {
    /// Which credential it claims to be.
    pub(crate) fn id(&self) -> &[u8] {
        &self.raw_id.0
    }

    /// Whether it names this user, or nobody.
    pub(crate) fn is_of(&self, sub: &str) -> bool {
        let named = self.response.user_handle.as_ref();
        named.is_none_or(|handle| handle.0.is_empty() || handle.0 == sub.as_bytes())
    }
}

/// Checks that the holder of this key answers the challenge, and answers how often the
/// authenticator has now signed. One that counts and has not counted on is a copy.
pub(crate) fn verify_assertion(
    ceremony: &Ceremony<'_>,
    response: &AuthenticationResponse,
    (key, sign_count): (&CredentialKey, u32),
) -> Result<u32, Refusal> {
    let response = &response.response;
    ceremony.check_client(&response.client_data.0, "webauthn.get")?;
    let data = AuthenticatorData::parse(&response.authenticator_data.0)?;
    ceremony.check_authenticator(&data)?;
    let hash = digest::digest(&digest::SHA256, &response.client_data.0);
    let message = [response.authenticator_data.0.as_slice(), hash.as_ref()].concat();
    let counts = sign_count != 0 || data.sign_count != 0;
    let counted_on = !counts || data.sign_count > sign_count;
    if counted_on && key.verifies(&message, &response.signature.0) {
        Ok(data.sign_count)
    } else {
        Err(Refusal::Proof)
    }
}
