//! The side that knows the password.

use core::fmt;

use crypto_bigint::{U256, U512};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    Error, Identity, PublicValue, Salt, SessionKey,
    derivation::{private_key, scrambling_parameter},
    group::{self, Element},
};

/// A handshake that the client has begun: A is made, B is awaited.
///
/// [`Client::finish`] consumes it, so that no A is ever used twice:
///
/// ```compile_fail,E0382
/// # use poolgate_srp::{Client, Error, Identity, PublicValue, Salt};
/// # fn twice(client: Client, identity: &Identity<'_>, salt: &Salt, b: &PublicValue) {
/// client.finish(identity, b"password", salt, b);
/// client.finish(identity, b"password", salt, b);
/// # }
/// ```
///
/// A client for each handshake it must be:
///
/// ```
/// # use poolgate_srp::{Client, Error, Identity, PublicValue, Salt};
/// # fn both(one: Client, other: Client, identity: &Identity<'_>, salt: &Salt, b: &PublicValue) {
/// one.finish(identity, b"password", salt, b);
/// other.finish(identity, b"password", salt, b);
/// # }
/// ```
pub struct Client {
    /// a, of 256 bits: what RFC 5054, 3.1 asks for at least.
    private_value: Zeroizing<U256>,
    public_value: PublicValue,
}

impl Client {
    /// Begins a handshake with a fresh A.
    pub fn start(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; U256::BYTES]);
        rng.fill_bytes(bytes.as_mut_slice());
        Self::with_private_value(Zeroizing::new(U256::from_be_slice(bytes.as_slice())))
    }

    pub(crate) fn with_private_value(private_value: Zeroizing<U256>) -> Self {
        let public_value = PublicValue::from_element(&group::power_of_two(&private_value));
        Self {
            private_value,
            public_value,
        }
    }

    /// A, to be sent as `SRP_A`.
    #[must_use]
    pub const fn public_value(&self) -> &PublicValue {
        &self.public_value
    }

    /// Computes the session key from the challenge: `salt` is `SALT`, `server` is `SRP_B`.
    ///
    /// A wrong password shows only when the server refuses the claim.
    ///
    /// # Errors
    ///
    /// [`Error::ZeroScramblingParameter`], which only a broken server provokes.
    pub fn finish(
        self,
        identity: &Identity<'_>,
        password: &[u8],
        salt: &Salt,
        server: &PublicValue,
    ) -> Result<SessionKey, Error> {
        let scrambling_parameter = scrambling_parameter(&self.public_value, server)?;
        let private_key = private_key(identity, password, salt);
        let base = premaster_base(server, &private_key);
        let exponent = premaster_exponent(&self.private_value, &scrambling_parameter, &private_key);
        let premaster_secret = Zeroizing::new(group::power(&base, &exponent));
        Ok(SessionKey::derive(&scrambling_parameter, &premaster_secret))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("private_value", &"[redacted]")
            .field("public_value", &self.public_value)
            .finish()
    }
}

/// `B − k·g^x`.
pub(crate) fn premaster_base(server: &PublicValue, private_key: &U256) -> Zeroizing<Element> {
    let verifier = Zeroizing::new(group::power_of_two(private_key));
    Zeroizing::new(server.element().sub(&group::MULTIPLIER.mul(&verifier)))
}

/// `a + u·x`. It fits: three numbers below 2^256 give at most `(2^256 − 1)·2^256`.
pub(crate) fn premaster_exponent(
    private_value: &U256,
    scrambling_parameter: &U256,
    private_key: &U256,
) -> Zeroizing<U512> {
    let product: U512 = scrambling_parameter.concatenating_mul(private_key);
    Zeroizing::new(product.wrapping_add(&private_value.resize()))
}
