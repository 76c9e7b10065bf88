//! What can be wrong with what the other side sent.

use core::fmt;

/// Why a value was refused, or a handshake failed.
///
/// No variant carries a secret: every one may be logged.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The claim signature is not the one that the session key gives: the password, the salt, a
    /// public value, the secret block or the timestamp differ between the two sides.
    InvalidClaim,
    /// A character that is no hexadecimal digit.
    InvalidDigit {
        /// The number that was read.
        number: Number,
        /// Where the character stands, in bytes from the start of the text.
        position: usize,
    },
    /// The server's secret state does not have the length that [`Server::to_secret_bytes`] gives.
    ///
    /// [`Server::to_secret_bytes`]: crate::Server::to_secret_bytes
    InvalidServerState {
        /// The length in bytes that was expected.
        expected: usize,
        /// The length in bytes that was given.
        actual: usize,
    },
    /// The text is not a timestamp as Cognito writes it, `Tue Feb 1 03:04:05 UTC 2000`.
    InvalidTimestamp,
    /// The bytes are no verifier: not [`Verifier::LENGTH`] bytes long, or not a number between 2
    /// and N - 1.
    ///
    /// [`Verifier::LENGTH`]: crate::Verifier::LENGTH
    InvalidVerifier {
        /// The length in bytes that was given.
        length: usize,
    },
    /// A number without a single digit.
    MissingDigits {
        /// The number that was read.
        number: Number,
    },
    /// A number below 0 where Cognito takes none: the first bit of its bytes is the sign.
    NegativeNumber {
        /// The number that was read.
        number: Number,
    },
    /// A number with more digits than are ever read, leading zeros included.
    TooManyDigits {
        /// The number that was read.
        number: Number,
        /// The most digits that are read.
        maximum: usize,
        /// The digits that were given.
        actual: usize,
    },
    /// A public value that is 0 modulo N. Whoever sends it knows the session key without knowing
    /// the password (RFC 5054, 2.5.3 and 2.5.4).
    ZeroPublicValue,
    /// The scrambling parameter u is 0, which would leave the password out of the session key.
    ZeroScramblingParameter,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidClaim => {
                formatter.write_str("the password claim signature does not match")
            }
            Self::InvalidDigit { number, position } => {
                write!(
                    formatter,
                    "the {number} has no hexadecimal digit at byte {position}"
                )
            }
            Self::InvalidServerState { expected, actual } => {
                write!(
                    formatter,
                    "the server's state has {actual} bytes instead of {expected}"
                )
            }
            Self::InvalidTimestamp => formatter
                .write_str("the timestamp is not of the form `Tue Feb 1 03:04:05 UTC 2000`"),
            Self::InvalidVerifier { length } => {
                write!(
                    formatter,
                    "these {length} bytes are not a password verifier"
                )
            }
            Self::MissingDigits { number } => write!(formatter, "the {number} is empty"),
            Self::NegativeNumber { number } => write!(formatter, "the {number} is negative"),
            Self::TooManyDigits {
                number,
                maximum,
                actual,
            } => {
                write!(
                    formatter,
                    "the {number} has {actual} digits, more than the {maximum} allowed"
                )
            }
            Self::ZeroPublicValue => formatter.write_str("the public value is 0 modulo N"),
            Self::ZeroScramblingParameter => formatter.write_str("the scrambling parameter is 0"),
        }
    }
}

impl core::error::Error for Error {}

/// Which of the numbers on the wire an [`Error`] speaks of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Number {
    /// `SRP_A` or `SRP_B`.
    PublicValue,
    /// `SALT`.
    Salt,
    /// `PasswordVerifier` of a device.
    Verifier,
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::PublicValue => "public value",
            Self::Salt => "salt",
            Self::Verifier => "password verifier",
        })
    }
}
