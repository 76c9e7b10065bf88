//! Numbers in hexadecimal as Cognito's clients and servers write them: either case, odd length,
//! leading zeros (protocol.md 1.2).

use alloc::{string::String, vec::Vec};

use crate::{Error, error::Number};

/// Reads the digits of a number that is not negative into its magnitude: big-endian, no leading
/// zero byte, nothing for zero.
///
/// `offset` is where the digits begin in the text that an error is about.
pub(crate) fn magnitude(
    number: Number,
    digits: &str,
    offset: usize,
    maximum: usize,
) -> Result<Vec<u8>, Error> {
    match digits.len() {
        0 => return Err(Error::MissingDigits { number }),
        actual if actual > maximum => {
            return Err(Error::TooManyDigits {
                number,
                maximum,
                actual,
            });
        }
        _ => {}
    }
    let mut values = Vec::with_capacity(digits.len());
    for (position, digit) in digits.bytes().enumerate() {
        let value = digit_value(digit).ok_or(Error::InvalidDigit {
            number,
            position: offset + position,
        })?;
        values.push(value);
    }
    let leading_zeros = values.iter().take_while(|value| **value == 0).count();
    // From the right, so that the odd digit of an odd-length text is the most significant one.
    let significant = values.get(leading_zeros..).unwrap_or_default();
    let mut bytes: Vec<u8> = significant
        .rchunks(2)
        .map(|pair| pair.iter().fold(0, |byte, value| byte << 4 | value))
        .collect();
    bytes.reverse();
    Ok(bytes)
}

/// Writes a magnitude as `BigInteger.toString(16)` does: lower case, no leading zero, `0` for zero.
pub(crate) fn push_digits(text: &mut String, magnitude: &[u8]) {
    let nibbles = magnitude.iter().flat_map(|byte| [byte >> 4, byte & 0x0f]);
    let mut significant = nibbles.skip_while(|nibble| *nibble == 0).peekable();
    if significant.peek().is_none() {
        text.push('0');
    }
    text.extend(significant.filter_map(|nibble| char::from_digit(nibble.into(), 16)));
}

fn digit_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_length_upper_case_and_leading_zeros_name_the_same_number() {
        for digits in ["abc", "0abc", "ABC", "0000ABc"] {
            assert_eq!(
                magnitude(Number::Salt, digits, 0, 16),
                Ok([0x0a, 0xbc].into()),
                "{digits}"
            );
        }
    }

    #[test]
    fn zero_has_no_magnitude_and_one_digit() {
        assert_eq!(magnitude(Number::Salt, "000", 0, 16), Ok(Vec::new()));
        let mut text = String::new();
        push_digits(&mut text, &[]);
        assert_eq!(text, "0");
    }

    #[test]
    fn too_many_digits_are_counted_not_read() {
        assert_eq!(
            magnitude(Number::PublicValue, "zzz", 0, 2),
            Err(Error::TooManyDigits {
                number: Number::PublicValue,
                maximum: 2,
                actual: 3
            })
        );
    }

    #[test]
    fn a_character_that_is_no_digit_is_located() {
        assert_eq!(
            magnitude(Number::Salt, "12é4", 1, 16),
            Err(Error::InvalidDigit {
                number: Number::Salt,
                position: 3
            })
        );
    }
}
