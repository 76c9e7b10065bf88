use poolgate_token::{Error, ErrorKind, Part};
use serde_json::{Value, json};

use crate::signer::{NOW, Signer, access_claims, encode, verifier, with};

fn refusal(token: &str) -> Error {
    verifier()
        .verify_access_token(token, &Signer::usual().key_set(), NOW)
        .unwrap_err()
}

fn good() -> String {
    Signer::usual().token(&access_claims())
}

#[test]
fn the_number_of_segments() {
    let good = good();
    let unsigned = good.rsplit_once('.').unwrap().0.to_owned();
    let cases = [
        (String::new(), 1),
        ("abc".to_owned(), 1),
        (unsigned, 2),
        (format!("{good}.x"), 4),
        (format!("x.{good}"), 4),
        // A refresh token has five (protocol.md 5.5).
        ("a.b.c.d.e".to_owned(), 5),
        (".".repeat(1000), 1001),
    ];
    for (token, actual) in cases {
        assert_eq!(refusal(&token), Error::Segments { actual }, "{token}");
    }
}

#[test]
fn the_size() {
    let limit = 64 * 1024;
    let token = "a".repeat(limit + 1);
    assert_eq!(
        refusal(&token),
        Error::TokenTooLong {
            actual: limit + 1,
            limit
        }
    );
    assert_eq!(refusal(&token[1..]), Error::Segments { actual: 1 });
    let large = Signer::usual().token(&with(access_claims(), "note", "x".repeat(30_000)));
    assert!(
        verifier()
            .verify_access_token(&large, &Signer::usual().key_set(), NOW)
            .is_ok()
    );
}

#[test]
fn base64url_is_canonical() {
    let good = good();
    let [header, payload, signature] = good.split('.').collect::<Vec<_>>()[..] else {
        panic!()
    };
    let cases = [
        (format!("{header}=.{payload}.{signature}"), Part::Header),
        (format!("{header}.{payload}=.{signature}"), Part::Payload),
        (format!("{header}.{payload}.{signature}=="), Part::Signature),
        (format!("{header}.{payload}.{signature}\n"), Part::Signature),
        (format!(" {header}.{payload}.{signature}"), Part::Header),
        (
            format!("{header}.{payload}.+{}", &signature[1..]),
            Part::Signature,
        ),
        (
            format!("{header}.{payload}.{}", &signature[1..]),
            Part::Signature,
        ),
        (format!("{header}.é.{signature}"), Part::Payload),
    ];
    for (token, part) in cases {
        assert_eq!(refusal(&token), Error::Encoding { part }, "{token}");
    }
}

#[test]
fn stray_bits_of_the_last_character() {
    // 256 bytes leave two characters at the end, the last of which has four unused bits.
    let good = good();
    let last = good.chars().last().unwrap();
    assert!("AQgw".contains(last));
    for other in 'A'..='Z' {
        let altered = format!("{}{other}", &good[..good.len() - 1]);
        let accepted = verifier()
            .verify_access_token(&altered, &Signer::usual().key_set(), NOW)
            .is_ok();
        assert_eq!(accepted, other == last);
    }
}

#[test]
fn the_algorithm_is_rs256() {
    let signer = Signer::usual();
    for algorithm in [
        "none", "None", "", "HS256", "RS384", "PS256", "ES256", "rs256", "RS256 ",
    ] {
        let header = json!({ "kid": signer.kid, "alg": algorithm });
        let token = signer.token_with_header(&header, &access_claims());
        assert_eq!(
            refusal(&token),
            Error::Algorithm {
                actual: Some(algorithm.into())
            }
        );
    }
    let rs512 = signer.sign_rs512(&access_claims());
    assert_eq!(
        refusal(&rs512),
        Error::Algorithm {
            actual: Some("RS512".into())
        }
    );
    for header in [
        json!({ "kid": "usual" }),
        json!({ "kid": "usual", "alg": ["RS256"] }),
    ] {
        let token = signer.token_with_header(&header, &access_claims());
        assert_eq!(refusal(&token), Error::Algorithm { actual: None });
    }
}

#[test]
fn an_unsigned_token_is_of_algorithm_none() {
    let token = format!(
        "{}.{}.",
        encode(r#"{"alg":"none"}"#),
        encode(access_claims().to_string())
    );
    assert_eq!(
        refusal(&token),
        Error::Algorithm {
            actual: Some("none".into())
        }
    );
}

#[test]
fn critical_extensions_are_refused() {
    for critical in [json!(["b64"]), json!([]), json!(null)] {
        let header = json!({ "kid": "usual", "alg": "RS256", "crit": critical, "b64": false });
        let token = Signer::usual().token_with_header(&header, &access_claims());
        assert_eq!(refusal(&token), Error::CriticalHeader);
    }
}

#[test]
fn a_key_in_the_header_is_not_used() {
    let stranger = Signer::stranger();
    let header = json!({
        "alg": "RS256",
        "kid": "usual",
        "jwk": stranger.jwk(),
        "jku": "https://evil.example/jwks.json",
    });
    let token = stranger.token_with_header(&header, &access_claims());
    assert_eq!(
        refusal(&token),
        Error::Signature {
            kid: "usual".into()
        }
    );
}

#[test]
fn the_key_id_is_a_string() {
    for header in [
        json!({ "alg": "RS256" }),
        json!({ "alg": "RS256", "kid": 1 }),
    ] {
        let token = Signer::usual().token_with_header(&header, &access_claims());
        assert_eq!(refusal(&token), Error::KeyIdMissing);
    }
}

#[test]
fn duplicate_names_are_refused() {
    let signer = Signer::usual();
    let header = r#"{"alg":"RS256","kid":"usual","alg":"RS256"}"#;
    let token = signer.sign(header, &access_claims().to_string());
    assert_eq!(
        refusal(&token),
        Error::DuplicateMember {
            part: Part::Header,
            name: "alg".into()
        }
    );

    // Written differently, still the same name.
    let claims = access_claims()
        .to_string()
        .replacen('{', r#"{"client\u005fid":"other","#, 1);
    let token = signer.sign(r#"{"alg":"RS256","kid":"usual"}"#, &claims);
    let name = "client_id".to_owned();
    assert_eq!(
        refusal(&token),
        Error::DuplicateMember {
            part: Part::Payload,
            name
        }
    );
}

#[test]
fn duplicate_names_deeper_down_are_the_applications_affair() {
    let claims = access_claims()
        .to_string()
        .replacen('{', r#"{"act":{"a":1,"a":2},"#, 1);
    let token = Signer::usual().sign(r#"{"alg":"RS256","kid":"usual"}"#, &claims);
    let keys = Signer::usual().key_set();
    let verified = verifier().verify_access_token(&token, &keys, NOW).unwrap();
    assert_eq!(verified.other["act"], json!({ "a": 2 }));
}

#[test]
fn header_and_payload_are_json_objects() {
    let (signer, header) = (Signer::usual(), r#"{"alg":"RS256","kid":"usual"}"#);
    let deep = "[".repeat(10_000);
    for text in [
        "",
        "null",
        "[]",
        "7",
        "{",
        "{} {}",
        "{'a': 1}",
        "{\"a\":NaN}",
        deep.as_str(),
    ] {
        for (part, token) in [
            (
                Part::Header,
                signer.sign(text, &access_claims().to_string()),
            ),
            (Part::Payload, signer.sign(header, text)),
        ] {
            let error = refusal(&token);
            assert!(
                matches!(&error, Error::Json { part: at, .. } if *at == part),
                "{error}"
            );
            assert_eq!(error.kind(), ErrorKind::Structure);
        }
    }
}

#[test]
fn text_that_is_no_utf_8_is_no_json() {
    let not_utf_8 = encode(b"{\"iss\":\"\xff\"}");
    let good = good();
    let [header, _, signature] = good.split('.').collect::<Vec<_>>()[..] else {
        panic!()
    };
    let error = refusal(&format!("{header}.{not_utf_8}.{signature}"));
    assert!(
        matches!(
            error,
            Error::Json {
                part: Part::Payload,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn the_types_of_claims() {
    let cases: [(&'static str, Value, &'static str); 9] = [
        ("iss", json!(1), "a string"),
        ("exp", json!("soon"), "a number of seconds"),
        ("iat", json!([1_700_000_000]), "a number of seconds"),
        ("nbf", json!(true), "a number of seconds"),
        ("auth_time", json!("1700000000"), "a number of seconds"),
        ("sub", json!(7), "a string"),
        ("client_id", json!(["1example23456789"]), "a string"),
        ("cognito:groups", json!("readers"), "an array of strings"),
        ("scope", json!(["openid"]), "a string"),
    ];
    for (claim, value, expected) in cases {
        let token = Signer::usual().token(&with(access_claims(), claim, value));
        assert_eq!(refusal(&token), Error::ClaimType { claim, expected });
    }
}
