//! Users that do not exist, played so that nobody can tell (protocol.md 1.4 and 7.3).

use poolgate_flow::ServiceError;
use poolgate_srp::{Salt, Verifier};

use crate::core::Context;
use crate::error;
use crate::model::{Naming, UserPool};

/// The same stranger for the same pool and username, every time (RFC 5054 section 2.5.1.3).
pub(crate) struct Stranger {
    pub(crate) sub: String,
    pub(crate) salt: Salt,
    /// A verifier that belongs to no password. It is made as fast as a stored one is read: an
    /// exponentiation here would give the stranger away by its time.
    pub(crate) verifier: Verifier,
}

impl Stranger {
    pub(crate) fn new(
        context: &Context<'_>,
        pool: &UserPool,
        username: &str,
    ) -> Result<Self, ServiceError> {
        let name = Naming::of(pool).fold(username);
        let input = [pool.id.as_str(), name.as_str()];
        let simulation = &context.envelopes().simulation;
        let sub = uuid::Builder::from_random_bytes(simulation.bytes("sub", &input)).into_uuid();
        let salt = u128::from_be_bytes(simulation.bytes("salt", &input));
        let mut verifier: [u8; Verifier::LENGTH] = simulation.bytes("verifier", &input);
        // Below N, whatever the other bytes are.
        verifier[0] = 0;
        Ok(Self {
            sub: sub.to_string(),
            salt: Salt::from_hex(&format!("{salt:x}")).map_err(error::internal)?,
            verifier: Verifier::from_bytes(&verifier).map_err(error::internal)?,
        })
    }
}
