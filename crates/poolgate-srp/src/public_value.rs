//! The public values A and B.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crypto_bigint::U4096;

use crate::{
    Error,
    error::Number,
    group::{self, Element},
    hex, padding,
};

/// The public value of one side: A of the client (`SRP_A`), B of the server (`SRP_B`).
///
/// A value that is 0 modulo N cannot be made, so neither side can be given one.
///
/// ```
/// use poolgate_srp::{Error, PublicValue};
///
/// assert_eq!(PublicValue::from_hex("00C0FFEE5")?.to_hex(), "c0ffee5");
/// assert_eq!(PublicValue::from_hex("0").unwrap_err(), Error::ZeroPublicValue);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone)]
pub struct PublicValue {
    /// The number as sent, which may be N or more: this is what u hashes. Big-endian, no leading
    /// zero bytes.
    magnitude: Vec<u8>,
    /// The same number modulo N.
    element: Element,
}

impl PublicValue {
    /// The most hexadecimal digits that are read, leading zeros included; N has 768.
    pub const MAXIMUM_DIGITS: usize = 1024;

    /// Reads `SRP_A` or `SRP_B`: 1 to [`Self::MAXIMUM_DIGITS`] digits of either case.
    ///
    /// Refuses a value that is 0 modulo N (protocol.md 1.1).
    pub fn from_hex(text: &str) -> Result<Self, Error> {
        let magnitude = hex::magnitude(Number::PublicValue, text, 0, Self::MAXIMUM_DIGITS)?;
        let element = group::reduce(&wide(&magnitude));
        if element == Element::ZERO {
            return Err(Error::ZeroPublicValue);
        }
        Ok(Self { magnitude, element })
    }

    /// Writes it as the wire has it: lower case, no leading zero.
    #[must_use]
    pub fn to_hex(&self) -> String {
        let mut text = String::with_capacity(2 * self.magnitude.len());
        hex::push_digits(&mut text, &self.magnitude);
        text
    }

    /// A power that this side has computed; it is not 0, for no power of 2 is, and the odds that
    /// `k·v + g^b` is are one in 2^3072.
    pub(crate) fn from_element(element: &Element) -> Self {
        let bytes = group::to_bytes(element);
        let leading_zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        Self {
            magnitude: bytes.iter().skip(leading_zeros).copied().collect(),
            element: *element,
        }
    }

    pub(crate) const fn element(&self) -> &Element {
        &self.element
    }

    /// `pad(A)` or `pad(B)`.
    pub(crate) fn padded(&self) -> Vec<u8> {
        padding::pad(&self.magnitude)
    }
}

impl fmt::Debug for PublicValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("PublicValue")
            .field(&self.to_hex())
            .finish()
    }
}

/// The number as an integer. [`PublicValue::MAXIMUM_DIGITS`] is what fits, so nothing is cut off.
fn wide(magnitude: &[u8]) -> U4096 {
    let mut bytes = [0; PublicValue::MAXIMUM_DIGITS / 2];
    for (byte, digit) in bytes.iter_mut().rev().zip(magnitude.iter().rev()) {
        *byte = *digit;
    }
    U4096::from_be_slice(&bytes)
}
