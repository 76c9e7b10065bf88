//! The certificate under which a pool signs its requests to SAML providers.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::state::{Entity, State, Table};
use crate::tokens::SigningKey;

/// A pool's certificate and its key.
#[derive(Serialize, Deserialize)]
pub(crate) struct SigningCertificate {
    pub(crate) pool_id: String,
    pub(crate) key: SigningKey,
    /// X.509 in DER, in base64.
    pub(crate) certificate: String,
}

impl fmt::Debug for SigningCertificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "SigningCertificate({}, [redacted])",
            self.pool_id
        )
    }
}

impl Entity for SigningCertificate {
    const TABLE: &'static str = "signing_certificates";

    fn key(&self) -> String {
        self.pool_id.clone()
    }

    fn table(state: &State) -> &Table<Self> {
        &state.signing_certificates
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.signing_certificates
    }
}
