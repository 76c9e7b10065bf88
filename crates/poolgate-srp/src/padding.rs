//! `pad`: a number as the bytes that are hashed, Java's `BigInteger.toByteArray()` (protocol.md
//! 1.1).
//!
//! That is the shortest big-endian two's complement form, *not* the fixed length of N that RFC 5054
//! pads to.

use alloc::vec::Vec;

use crate::{Error, error::Number};

const SIGN_BIT: u8 = 0x80;

/// Pads a number that is not negative, given big-endian with any count of leading zero bytes.
///
/// The capacity is taken once: a secret leaves no copy behind in memory that growing has freed.
pub(crate) fn pad(magnitude: &[u8]) -> Vec<u8> {
    let significant = significant(magnitude);
    let mut padded = Vec::with_capacity(significant.len() + 1);
    if significant.first().is_none_or(|byte| byte & SIGN_BIT != 0) {
        padded.push(0);
    }
    padded.extend_from_slice(significant);
    padded
}

/// Pads the negative of a number: `-1` is `FF`, `-128` is `80`, `-129` is `FF7F`.
pub(crate) fn pad_negative(magnitude: &[u8]) -> Vec<u8> {
    let mut padded = pad(magnitude);
    // Two's complement: invert, then add one from the right until there is no carry.
    let mut carry = true;
    for byte in padded.iter_mut().rev() {
        (*byte, carry) = (!*byte).overflowing_add(u8::from(carry));
    }
    // -128 came from 0080 and is FF80 now, one byte more than the sign needs.
    if let [0xff, next, ..] = padded[..]
        && next & SIGN_BIT != 0
    {
        padded.remove(0);
    }
    padded
}

/// Reads back what [`pad`] gave, and what other encoders give that prepend more zero bytes than
/// they must: the magnitude, empty for zero.
pub(crate) fn unpad(number: Number, bytes: &[u8]) -> Result<&[u8], Error> {
    match bytes.first() {
        None => Err(Error::MissingDigits { number }),
        Some(byte) if byte & SIGN_BIT != 0 => Err(Error::NegativeNumber { number }),
        Some(_) => Ok(significant(bytes)),
    }
}

fn significant(magnitude: &[u8]) -> &[u8] {
    let leading_zeros = magnitude.iter().take_while(|byte| **byte == 0).count();
    magnitude.get(leading_zeros..).unwrap_or_default()
}
