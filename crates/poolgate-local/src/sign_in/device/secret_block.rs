//! `SECRET_BLOCK` of a device: the server's side of its proof, on its way through the client.

use base64::prelude::{BASE64_STANDARD, Engine};
use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::sign_in::srp::Handshake;

/// What the server has to know again when the device answers.
#[derive(Serialize, Deserialize)]
pub(super) struct DeviceSecretBlock {
    /// The session that it came with, and is good for only.
    pub(super) session_id: String,
    /// The same, sealed, for a client that does not bring it back.
    pub(super) session: String,
    pub(super) handshake: Handshake,
}

impl DeviceSecretBlock {
    pub(super) fn seal(&self, context: &Context<'_>) -> Result<String, ServiceError> {
        let envelope = &context.envelopes().device_secret_block;
        Ok(BASE64_STANDARD.encode(envelope.seal_record(context.random_bytes(), self)?))
    }

    pub(super) fn open(context: &Context<'_>, sealed: &[u8]) -> Option<Self> {
        context.envelopes().device_secret_block.open_record(sealed)
    }
}
