//! How a key signs.

use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA512, RSA_PKCS1_SHA256, RSA_PKCS1_SHA512,
    RsaEncoding, RsaParameters,
};
use serde::{Deserialize, Serialize};

/// RSASSA-PKCS1-v1_5 (RFC 7518 section 3.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum SigningAlgorithm {
    /// That of user pools.
    #[default]
    #[serde(rename = "RS256")]
    Rs256,
    /// That of identity pools (protocol.md 8.4).
    #[serde(rename = "RS512")]
    Rs512,
}

impl SigningAlgorithm {
    /// The name in a header.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs512 => "RS512",
        }
    }

    /// A token's header. User pools write exactly these two members, in this order; identity pools
    /// a third (protocol.md 5.1 and 8.4).
    pub(super) fn header(self, kid: &str) -> String {
        match self {
            Self::Rs256 => format!(r#"{{"kid":"{kid}","alg":"RS256"}}"#),
            Self::Rs512 => format!(r#"{{"kid":"{kid}","typ":"JWS","alg":"RS512"}}"#),
        }
    }

    pub(super) fn encoding(self) -> &'static dyn RsaEncoding {
        match self {
            Self::Rs256 => &RSA_PKCS1_SHA256,
            Self::Rs512 => &RSA_PKCS1_SHA512,
        }
    }

    pub(super) fn verification(self) -> &'static RsaParameters {
        match self {
            Self::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
            Self::Rs512 => &RSA_PKCS1_2048_8192_SHA512,
        }
    }
}
