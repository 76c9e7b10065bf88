//! The salt of a password.

use alloc::{string::String, vec::Vec};

use rand_core::CryptoRng;

use crate::{Error, error::Number, hex, padding};

/// The salt of a password: to Cognito it is a *number*, and hashed as one.
///
/// So `07`, `7` and `0007` are the same salt, an odd count of digits is right, and even a negative
/// number occurs (`-16e4…`, seen in challenges for users that do not exist).
///
/// ```
/// use poolgate_srp::Salt;
///
/// assert_eq!(Salt::from_hex("00D1C")?, Salt::from_hex("d1c")?);
/// assert_eq!(Salt::from_hex("-16e4")?.to_hex(), "-16e4");
/// # Ok::<(), poolgate_srp::Error>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Salt {
    negative: bool,
    /// Big-endian without leading zero bytes, so that equal salts compare equal.
    magnitude: Vec<u8>,
}

impl Salt {
    /// The most hexadecimal digits that are read. Cognito sends 32; the bound keeps a hostile
    /// server's work small.
    pub const MAXIMUM_DIGITS: usize = 512;

    /// How many random bytes a new salt has, as many as Cognito's.
    const RANDOM_LENGTH: usize = 16;

    /// Reads the challenge parameter `SALT`: an optional `-`, then 1 to [`Self::MAXIMUM_DIGITS`]
    /// digits of either case, leading zeros included.
    pub fn from_hex(text: &str) -> Result<Self, Error> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let magnitude = hex::magnitude(
            Number::Salt,
            digits,
            usize::from(sign),
            Self::MAXIMUM_DIGITS,
        )?;
        Ok(Self {
            negative: sign && !magnitude.is_empty(),
            magnitude,
        })
    }

    /// Draws a new salt of 128 bits.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; Self::RANDOM_LENGTH];
        rng.fill_bytes(&mut bytes);
        let leading_zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        Self {
            negative: false,
            magnitude: bytes.into_iter().skip(leading_zeros).collect(),
        }
    }

    /// Writes it as Cognito does: lower case, no leading zero, `-` in front of a negative one.
    #[must_use]
    pub fn to_hex(&self) -> String {
        let mut text = String::with_capacity(2 * self.magnitude.len() + 1);
        if self.negative {
            text.push('-');
        }
        hex::push_digits(&mut text, &self.magnitude);
        text
    }

    /// Reads the salt of a device as `ConfirmDevice` carries it, once its base64 is undone: the
    /// bytes of Java's `BigInteger`, at most half of [`Self::MAXIMUM_DIGITS`] of them.
    ///
    /// # Errors
    ///
    /// [`Error::MissingDigits`] for no bytes, [`Error::TooManyDigits`] for too many,
    /// [`Error::NegativeNumber`] if the first bit is set (protocol.md 2.1).
    pub fn from_signed_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let digits = 2 * bytes.len();
        if digits > Self::MAXIMUM_DIGITS {
            return Err(Error::TooManyDigits {
                number: Number::Salt,
                maximum: Self::MAXIMUM_DIGITS,
                actual: digits,
            });
        }
        Ok(Self {
            negative: false,
            magnitude: padding::unpad(Number::Salt, bytes)?.to_vec(),
        })
    }

    /// Writes it as `ConfirmDevice` carries it, before base64: `pad(salt)`.
    #[must_use]
    pub fn to_signed_bytes(&self) -> Vec<u8> {
        self.padded()
    }

    /// `pad(salt)`.
    pub(crate) fn padded(&self) -> Vec<u8> {
        if self.negative {
            padding::pad_negative(&self.magnitude)
        } else {
            padding::pad(&self.magnitude)
        }
    }
}
