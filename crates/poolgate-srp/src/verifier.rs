//! What a server keeps instead of the password.

use alloc::vec::Vec;
use core::fmt;

use crypto_bigint::{U3072, ctutils::CtEq};
use zeroize::Zeroizing;

use crate::{
    Error, Identity, Salt,
    derivation::private_key,
    error::Number,
    group::{self, Element},
    padding,
};

/// The password verifier `v = g^x`.
///
/// Whoever has it can try passwords offline and can play the server, so it is treated as a secret.
#[derive(Clone)]
pub struct Verifier {
    element: Zeroizing<Element>,
}

impl Verifier {
    /// The length in bytes of [`Verifier::to_bytes`].
    pub const LENGTH: usize = group::ELEMENT_LENGTH;

    /// Computes the verifier of a password, which may be any bytes.
    ///
    /// The salt has to be kept beside it.
    #[must_use]
    pub fn from_password(identity: &Identity<'_>, password: &[u8], salt: &Salt) -> Self {
        let private_key = private_key(identity, password, salt);
        Self {
            element: Zeroizing::new(group::power_of_two(&private_key)),
        }
    }

    /// Reads back what [`Verifier::to_bytes`] gave.
    ///
    /// Other numbers below N are accepted: a server that must not tell whether a user exists
    /// challenges with a verifier that belongs to no password (RFC 5054, 2.5.1.3).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidVerifier`] for another length, for 0 and 1, and for N or more.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let invalid = Error::InvalidVerifier {
            length: bytes.len(),
        };
        if bytes.len() != Self::LENGTH {
            return Err(invalid);
        }
        let integer = Zeroizing::new(U3072::from_be_slice(bytes));
        if *integer <= U3072::ONE || *integer >= *group::modulus() {
            return Err(invalid);
        }
        Ok(Self {
            element: Zeroizing::new(Element::new(&integer)),
        })
    }

    /// The number, big-endian, always [`Verifier::LENGTH`] bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; Self::LENGTH]> {
        group::to_bytes(&self.element)
    }

    /// Reads the verifier of a device as `ConfirmDevice` carries it, once its base64 is undone:
    /// the bytes of Java's `BigInteger`, leading zero bytes allowed.
    ///
    /// # Errors
    ///
    /// [`Error::MissingDigits`] for no bytes, [`Error::NegativeNumber`] if the first bit is set
    /// (protocol.md 2.1), [`Error::InvalidVerifier`] for 0 and 1, and for N or more.
    pub fn from_signed_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let magnitude = padding::unpad(Number::Verifier, bytes)?;
        let invalid = Error::InvalidVerifier {
            length: bytes.len(),
        };
        let mut fixed = Zeroizing::new([0; Self::LENGTH]);
        let leading_zeros = Self::LENGTH.checked_sub(magnitude.len()).ok_or(invalid)?;
        fixed[leading_zeros..].copy_from_slice(magnitude);
        Self::from_bytes(fixed.as_slice()).map_err(|_| invalid)
    }

    /// Writes it as `ConfirmDevice` carries it, before base64: `pad(v)`.
    #[must_use]
    pub fn to_signed_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(padding::pad(self.to_bytes().as_slice()))
    }

    /// Whether this is the verifier of that password, compared in constant time.
    #[must_use]
    pub fn matches_password(&self, identity: &Identity<'_>, password: &[u8], salt: &Salt) -> bool {
        let other = Self::from_password(identity, password, salt);
        self.element.ct_eq(&other.element).to_bool()
    }

    pub(crate) fn element(&self) -> &Element {
        &self.element
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Verifier([redacted])")
    }
}
