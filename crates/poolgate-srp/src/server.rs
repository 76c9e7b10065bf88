//! The side that knows the verifier.

use core::fmt;

use crypto_bigint::U256;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    Error, PublicValue, SessionKey, Verifier,
    derivation::scrambling_parameter,
    group::{self, Element},
};

/// A handshake that the server has begun: B is made, the client's claim is awaited.
///
/// [`Server::finish`] consumes it:
///
/// ```compile_fail,E0382
/// # use poolgate_srp::{PublicValue, Server, Verifier};
/// # fn twice(server: Server, verifier: &Verifier, a: &PublicValue) {
/// server.finish(verifier, a);
/// server.finish(verifier, a);
/// # }
/// ```
///
/// A server for each handshake it must be:
///
/// ```
/// # use poolgate_srp::{PublicValue, Server, Verifier};
/// # fn both(one: Server, other: Server, verifier: &Verifier, a: &PublicValue) {
/// one.finish(verifier, a);
/// other.finish(verifier, a);
/// # }
/// ```
///
/// Cognito keeps no session between its two replies: the state travels in `SECRET_BLOCK` and comes
/// back with the claim (protocol.md 1.2). [`Server::to_secret_bytes`] and [`Server::public_value`] are
/// that state.
pub struct Server {
    private_value: Zeroizing<U256>,
    public_value: PublicValue,
}

impl Server {
    /// The length in bytes of [`Server::to_secret_bytes`].
    pub const SECRET_LENGTH: usize = U256::BYTES;

    /// Begins a handshake with a fresh B.
    pub fn start(rng: &mut impl CryptoRng, verifier: &Verifier) -> Self {
        let mut bytes = Zeroizing::new([0; U256::BYTES]);
        rng.fill_bytes(bytes.as_mut_slice());
        let private_value = Zeroizing::new(U256::from_be_slice(bytes.as_slice()));
        let public_value = PublicValue::from_element(&public_element(&private_value, verifier));
        Self {
            private_value,
            public_value,
        }
    }

    /// Takes up the handshake of which [`Server::to_secret_bytes`] and [`Server::public_value`] were
    /// put aside.
    ///
    /// B comes back rather than being computed anew, which saves a tenth of the work; it has to be
    /// kept from alteration as the secret has. With another B, or when the password was changed in
    /// between, the claim fails.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidServerState`] for another length.
    pub fn from_secret_bytes(bytes: &[u8], public_value: PublicValue) -> Result<Self, Error> {
        if bytes.len() != Self::SECRET_LENGTH {
            return Err(Error::InvalidServerState {
                expected: Self::SECRET_LENGTH,
                actual: bytes.len(),
            });
        }
        Ok(Self {
            private_value: Zeroizing::new(U256::from_be_slice(bytes)),
            public_value,
        })
    }

    /// B, to be sent as `SRP_B`.
    #[must_use]
    pub const fn public_value(&self) -> &PublicValue {
        &self.public_value
    }

    /// The state of the handshake. Whoever reads it can sign in as the user, so the caller has to
    /// encrypt and authenticate it, and to let it expire, before it leaves the server.
    #[must_use]
    pub fn to_secret_bytes(&self) -> Zeroizing<[u8; Self::SECRET_LENGTH]> {
        Zeroizing::new(self.private_value.to_be_bytes().into())
    }

    /// Computes the session key; `client` is `SRP_A`. Whether the client knows the password, only
    /// [`SessionKey::verify_claim`] tells.
    ///
    /// # Errors
    ///
    /// [`Error::ZeroScramblingParameter`].
    pub fn finish(self, verifier: &Verifier, client: &PublicValue) -> Result<SessionKey, Error> {
        let scrambling_parameter = scrambling_parameter(client, &self.public_value)?;
        let base = premaster_base(client, verifier, &scrambling_parameter);
        let premaster_secret = Zeroizing::new(group::power(&base, &self.private_value));
        Ok(SessionKey::derive(&scrambling_parameter, &premaster_secret))
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Server")
            .field("private_value", &"[redacted]")
            .field("public_value", &self.public_value)
            .finish()
    }
}

/// `k·v + g^b`.
pub(crate) fn public_element(private_value: &U256, verifier: &Verifier) -> Element {
    group::MULTIPLIER
        .mul(verifier.element())
        .add(&group::power_of_two(private_value))
}

/// `A·v^u`; u is public, as A and B are.
fn premaster_base(
    client: &PublicValue,
    verifier: &Verifier,
    scrambling_parameter: &U256,
) -> Zeroizing<Element> {
    let scrambled = group::power_by_public(verifier.element(), scrambling_parameter);
    Zeroizing::new(client.element().mul(&Zeroizing::new(scrambled)))
}
