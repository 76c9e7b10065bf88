//! The secret that a user's authenticator app shares with the server (RFC 6238).

use std::fmt;

use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use zeroize::ZeroizeOnDrop;

use crate::state::{Entity, State, Table};

/// A user's authenticator apps: the one that works, and the one that is being set up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SoftwareToken {
    pub(crate) pool_id: String,
    pub(crate) sub: String,
    pub(crate) verified: Option<VerifiedToken>,
    /// A secret that was given out and has not been proven: it must not replace the other one yet.
    pub(crate) pending: Option<TotpSecret>,
}

/// A secret whose possession was proven.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct VerifiedToken {
    pub(crate) secret: TotpSecret,
    pub(crate) friendly_device_name: Option<String>,
    /// The newest time step whose code was accepted: no code of it or before works any more
    /// (RFC 6238 section 5.2).
    pub(crate) used_step: u64,
}

/// A shared secret of 256 bits.
#[derive(Clone, ZeroizeOnDrop)]
pub(crate) struct TotpSecret([u8; TotpSecret::LENGTH]);

impl TotpSecret {
    /// In base32 that makes the 52 characters that the service's secrets have (protocol.md 9.6,
    /// uncertain); RFC 4226 section 4 demands 16 bytes.
    pub(crate) const LENGTH: usize = 32;

    pub(crate) const fn new(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn reveal(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TotpSecret([redacted])")
    }
}

impl Serialize for TotpSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD_NO_PAD.encode(self.0))
    }
}

impl<'de> Deserialize<'de> for TotpSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut secret = Self([0; Self::LENGTH]);
        let length = BASE64_STANDARD_NO_PAD
            .decode_slice(text, &mut secret.0)
            .map_err(de::Error::custom)?;
        if length == Self::LENGTH {
            Ok(secret)
        } else {
            Err(de::Error::invalid_length(length, &"32 bytes"))
        }
    }
}

impl SoftwareToken {
    pub(crate) fn key_of(pool_id: &str, sub: &str) -> String {
        format!("{pool_id}/{sub}")
    }
}

impl Entity for SoftwareToken {
    const TABLE: &'static str = "software_tokens";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.sub)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.software_tokens
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.software_tokens
    }
}
