//! What is hashed into the numbers of the protocol: u, x and the session key (protocol.md 1.1).

use crypto_bigint::U256;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::{
    Error, Identity, PublicValue, Salt,
    keyed_hash::{HASH_LENGTH, expand, extract},
    padding::pad,
};

/// What HKDF binds the session key to: a name that Cognito chose.
const INFO: &[u8] = b"Caldera Derived Key";

/// The length of the session key in bytes.
pub(crate) const KEY_LENGTH: usize = 16;

/// `u = H(pad(A) ‖ pad(B))`, which must not be 0.
pub(crate) fn scrambling_parameter(
    client: &PublicValue,
    server: &PublicValue,
) -> Result<U256, Error> {
    let hash = Sha256::new()
        .chain_update(client.padded())
        .chain_update(server.padded());
    nonzero(U256::from_be_slice(&hash.finalize()))
}

fn nonzero(scrambling_parameter: U256) -> Result<U256, Error> {
    if scrambling_parameter == U256::ZERO {
        return Err(Error::ZeroScramblingParameter);
    }
    Ok(scrambling_parameter)
}

/// `x = H(pad(salt) ‖ H(scope ‖ name ‖ ":" ‖ password))`.
pub(crate) fn private_key(
    identity: &Identity<'_>,
    password: &[u8],
    salt: &Salt,
) -> Zeroizing<U256> {
    let credentials = credentials_hash(identity, password);
    let hash = Sha256::new()
        .chain_update(salt.padded())
        .chain_update(credentials.as_slice());
    Zeroizing::new(U256::from_be_slice(finish(hash).as_slice()))
}

pub(crate) fn credentials_hash(
    identity: &Identity<'_>,
    password: &[u8],
) -> Zeroizing<[u8; HASH_LENGTH]> {
    let [scope, name] = identity.parts();
    let hash = Sha256::new().chain_update(scope).chain_update(name);
    finish(hash.chain_update(b":").chain_update(password))
}

/// `HKDF-SHA256(salt = pad(u), ikm = pad(S), L = 16)`.
pub(crate) fn session_key(
    scrambling_parameter: &U256,
    premaster_secret: &[u8],
) -> Zeroizing<[u8; KEY_LENGTH]> {
    let salt = pad(&scrambling_parameter.to_be_bytes());
    let input = Zeroizing::new(pad(premaster_secret));
    expand(&extract(&salt, &input), INFO)
}

fn finish(hash: Sha256) -> Zeroizing<[u8; HASH_LENGTH]> {
    let mut output = hash.finalize();
    let bytes = Zeroizing::new(output.into());
    output.zeroize();
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scrambling_parameter_of_0_is_refused() {
        assert_eq!(nonzero(U256::ZERO), Err(Error::ZeroScramblingParameter));
        assert_eq!(nonzero(U256::ONE), Ok(U256::ONE));
    }
}
