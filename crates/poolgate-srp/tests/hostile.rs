//! What the other side may send to do harm.

use getrandom::{SysRng, rand_core::UnwrapErr};
use poolgate_srp::{Client, Error, Identity, Number, PublicValue, Salt, Server, Verifier};
use proptest::prelude::*;
use serde_json::Value;

fn modulus() -> String {
    let vectors: Value =
        serde_json::from_str(include_str!("vectors/cognito.json")).unwrap_or_default();
    vectors["constants"]["N_hex"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// 2^192 times a number in hexadecimal: a multiple of N that is longer than N.
fn shifted(digits: &str) -> String {
    format!("{digits}{:048}", 0)
}

#[test]
fn a_public_value_of_0_modulo_n_is_refused() {
    let n = modulus();
    for zero in [
        "0",
        "0000",
        &"0".repeat(1024),
        &n,
        &n.to_lowercase(),
        &format!("000{n}"),
        &shifted(&n),
    ] {
        assert_eq!(
            PublicValue::from_hex(zero).unwrap_err(),
            Error::ZeroPublicValue,
            "{zero}"
        );
    }
}

#[test]
fn a_public_value_above_n_is_sent_back_as_it_came() {
    for digits in [shifted("1"), "f".repeat(1024)] {
        assert_eq!(
            PublicValue::from_hex(&digits.to_uppercase())
                .unwrap()
                .to_hex(),
            digits
        );
    }
}

#[test]
fn lengths_are_bounded() {
    assert_eq!(
        PublicValue::from_hex(&"1".repeat(1025)).unwrap_err(),
        Error::TooManyDigits {
            number: Number::PublicValue,
            maximum: 1024,
            actual: 1025
        }
    );
    for sign in ["", "-"] {
        assert!(Salt::from_hex(&format!("{sign}{}", "1".repeat(512))).is_ok());
        assert_eq!(
            Salt::from_hex(&format!("{sign}{}", "0".repeat(10_000))).unwrap_err(),
            Error::TooManyDigits {
                number: Number::Salt,
                maximum: 512,
                actual: 10_000
            }
        );
    }
}

#[test]
fn texts_that_are_no_number_are_refused() {
    assert_eq!(
        Salt::from_hex("-"),
        Err(Error::MissingDigits {
            number: Number::Salt
        })
    );
    for text in ["--1", "+1", "0x1", " 1", "1 ", "1\0", "g", "١"] {
        let refused = Salt::from_hex(text).unwrap_err();
        assert!(
            matches!(
                refused,
                Error::InvalidDigit {
                    number: Number::Salt,
                    ..
                }
            ),
            "{text}"
        );
    }
    assert_eq!(
        PublicValue::from_hex("-1").unwrap_err(),
        Error::InvalidDigit {
            number: Number::PublicValue,
            position: 0
        }
    );
}

#[test]
fn bytes_that_are_no_verifier_are_refused() {
    let n = modulus();
    let n: Vec<u8> = (0..n.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&n[at..at + 2], 16).unwrap())
        .collect();
    let mut one = vec![0; Verifier::LENGTH];
    one[Verifier::LENGTH - 1] = 1;
    for bytes in [
        &[][..],
        &n[1..],
        &[0; 385],
        &[0; Verifier::LENGTH],
        &one,
        &n,
        &[255; 384],
    ] {
        let refused = Verifier::from_bytes(bytes).unwrap_err();
        assert_eq!(
            refused,
            Error::InvalidVerifier {
                length: bytes.len()
            }
        );
    }
}

#[test]
fn a_state_of_another_length_is_refused() {
    let public_value = PublicValue::from_hex("7").unwrap();
    for length in [0, 31, 33, 4096] {
        assert_eq!(
            Server::from_secret_bytes(&vec![0; length], public_value.clone()).unwrap_err(),
            Error::InvalidServerState {
                expected: 32,
                actual: length
            }
        );
    }
}

#[test]
fn a_password_may_be_any_bytes_of_any_length() {
    let identity = Identity::user("ABC", "demo");
    let salt = Salt::from_hex("7").unwrap();
    let long = vec![b'x'; 1 << 20];
    for password in [&b""[..], b"\0", b"\xff\xfe\x80", &long] {
        let verifier = Verifier::from_password(&identity, password, &salt);
        assert!(verifier.matches_password(&identity, password, &salt));
        let mut other = password.to_vec();
        other.push(0);
        assert!(!verifier.matches_password(&identity, &other, &salt));
    }
}

#[test]
fn secrets_are_not_printed() {
    let mut rng = UnwrapErr(SysRng);
    let identity = Identity::user("ABC", "demo");
    let salt = Salt::random(&mut rng);
    let verifier = Verifier::from_password(&identity, b"password", &salt);
    let server = Server::start(&mut rng, &verifier);
    let client = Client::start(&mut rng);
    let client_text = format!("{client:?}");
    assert_eq!(
        client_text,
        format!(
            "Client {{ private_value: \"[redacted]\", public_value: PublicValue({:?}) }}",
            client.public_value().to_hex()
        )
    );
    assert!(format!("{server:?}").contains("[redacted]"));
    assert_eq!(format!("{verifier:?}"), "Verifier([redacted])");
    let key = client
        .finish(&identity, b"password", &salt, server.public_value())
        .unwrap();
    assert_eq!(format!("{key:?}"), "SessionKey([redacted])");
}

proptest! {
    #[test]
    fn parsers_do_not_panic(text in any::<String>(), bytes in any::<Vec<u8>>()) {
        let _ = Salt::from_hex(&text);
        let _ = PublicValue::from_hex(&text);
        let _ = Verifier::from_bytes(&bytes);
    }

    #[test]
    fn a_salt_is_written_as_it_was_read(sign in "-?", digits in "[1-9a-f][0-9a-f]{0,511}") {
        let text = format!("{sign}{digits}");
        prop_assert_eq!(Salt::from_hex(&text).unwrap().to_hex(), text.clone());
        let odd = format!("{sign}0{}", digits.to_uppercase());
        if digits.len() < Salt::MAXIMUM_DIGITS {
            prop_assert_eq!(Salt::from_hex(&odd).unwrap().to_hex(), text);
        }
    }

    #[test]
    fn a_public_value_is_written_as_it_was_read(digits in "[1-9a-f][0-9a-f]{0,766}") {
        prop_assert_eq!(PublicValue::from_hex(&digits).unwrap().to_hex(), digits.clone());
        let upper = PublicValue::from_hex(&format!("00{}", digits.to_uppercase())).unwrap();
        prop_assert_eq!(upper.to_hex(), digits);
    }
}

#[test]
fn the_numbers_of_a_device_are_neither_empty_negative_nor_out_of_range() {
    let number = Number::Verifier;
    for (bytes, refusal) in [
        (vec![], Error::MissingDigits { number }),
        (vec![0x80, 1], Error::NegativeNumber { number }),
        (vec![0, 0], Error::InvalidVerifier { length: 2 }),
        (vec![1], Error::InvalidVerifier { length: 1 }),
        (vec![1; 385], Error::InvalidVerifier { length: 385 }),
    ] {
        let read = Verifier::from_signed_bytes(&bytes);
        assert_eq!(read.unwrap_err(), refusal, "{bytes:?}");
    }
    let number = Number::Salt;
    for (bytes, refusal) in [
        (vec![], Error::MissingDigits { number }),
        (vec![0xff], Error::NegativeNumber { number }),
        (
            vec![1; 257],
            Error::TooManyDigits {
                number,
                maximum: 512,
                actual: 514,
            },
        ),
    ] {
        assert_eq!(Salt::from_signed_bytes(&bytes).unwrap_err(), refusal);
    }
}

proptest! {
    #[test]
    fn a_salt_survives_the_way_through_its_signed_bytes(bytes in proptest::collection::vec(any::<u8>(), 1..=256)) {
        if let Ok(salt) = Salt::from_signed_bytes(&bytes) {
            prop_assert_eq!(&Salt::from_signed_bytes(&salt.to_signed_bytes()).unwrap(), &salt);
            prop_assert_eq!(Salt::from_hex(&salt.to_hex()).unwrap(), salt);
        } else {
            prop_assert!(bytes[0] & 0x80 != 0);
        }
    }
}
