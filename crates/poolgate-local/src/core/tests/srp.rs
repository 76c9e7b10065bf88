//! Signing in by SRP, honestly and otherwise (protocol.md 1).

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, PASSWORD, incorrect, refusal, text};

#[test]
fn the_right_password_signs_in_and_the_wrong_one_does_not() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let answer = demo.srp_sign_in("demo", PASSWORD).unwrap();
    assert_eq!(answer["ChallengeParameters"], json!({}));
    assert_eq!(answer.get("ChallengeName"), None);
    assert_eq!(answer["AuthenticationResult"]["TokenType"], "Bearer");
    assert_eq!(demo.srp_sign_in("demo", "Wrong-Horse-1"), Err(incorrect()));
}

#[test]
fn the_challenge_has_no_session_and_a_stable_salt() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let challenge = |name: &str| {
        demo.initiate(
            "USER_SRP_AUTH",
            &json!({ "USERNAME": name, "SRP_A": "ABCDEF0" }),
        )
        .unwrap()
    };
    for name in ["demo", "nobody"] {
        let (first, second) = (challenge(name), challenge(name));
        assert_eq!(first.get("Session"), None);
        for stable in ["SALT", "USER_ID_FOR_SRP", "USERNAME"] {
            let (first, second) = (
                &first["ChallengeParameters"],
                &second["ChallengeParameters"],
            );
            assert_eq!(first[stable], second[stable], "{name} {stable}");
        }
        for fresh in ["SRP_B", "SECRET_BLOCK"] {
            let (first, second) = (
                &first["ChallengeParameters"],
                &second["ChallengeParameters"],
            );
            assert_ne!(first[fresh], second[fresh], "{name} {fresh}");
        }
    }
}

#[test]
fn a_stranger_is_challenged_like_a_user_and_refused_at_the_end() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    assert_eq!(demo.srp_sign_in("nobody", PASSWORD), Err(incorrect()));
    let legacy = cognito.demo_with(&json!({}), &json!({}));
    let expected = refusal("UserNotFound", "User does not exist.");
    assert_eq!(legacy.srp_sign_in("nobody", PASSWORD), Err(expected));
}

#[test]
fn the_user_id_is_the_stored_form_of_the_name() {
    let cognito = Cognito::new();
    let pool = json!({ "UsernameConfiguration": { "CaseSensitive": false } });
    let demo = cognito.demo_with(&pool, &json!({}));
    let proof = demo.srp_proof("DEMO", PASSWORD).unwrap();
    assert_eq!(proof["USERNAME"], "demo");
    demo.respond("PASSWORD_VERIFIER", None, &proof).unwrap();
}

#[test]
fn a_client_may_answer_with_the_alias_it_began_with() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({ "UsernameAttributes": ["email"] }));
    let client_id = cognito.client(&pool_id, &json!({}));
    cognito.user(&pool_id, "anna@example.com", &json!([]));
    let demo = Demo {
        cognito: &cognito,
        pool_id,
        client_id,
    };
    let mut proof = demo.srp_proof("anna@example.com", PASSWORD).unwrap();
    assert_eq!(text(&proof["USERNAME"]).len(), 36);
    proof["USERNAME"] = "anna@example.com".into();
    demo.respond("PASSWORD_VERIFIER", None, &proof).unwrap();
}

#[test]
fn a_proof_works_once() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let proof = demo.srp_proof("demo", PASSWORD).unwrap();
    demo.respond("PASSWORD_VERIFIER", None, &proof).unwrap();
    assert_eq!(
        demo.respond("PASSWORD_VERIFIER", None, &proof),
        Err(incorrect())
    );
}

#[test]
fn a_proof_ends_with_the_session_validity_and_with_the_password() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let proof = demo.srp_proof("demo", PASSWORD).unwrap();
    cognito.pass(179);
    demo.respond("PASSWORD_VERIFIER", None, &proof).unwrap();
    let proof = demo.srp_proof("demo", PASSWORD).unwrap();
    cognito.pass(180);
    assert_eq!(
        demo.respond("PASSWORD_VERIFIER", None, &proof),
        Err(incorrect())
    );
    let proof = demo.srp_proof("demo", PASSWORD).unwrap();
    cognito.set_password(&demo.pool_id, "demo", "Another-Horse-2", true);
    assert_eq!(
        demo.respond("PASSWORD_VERIFIER", None, &proof),
        Err(incorrect())
    );
}

#[test]
fn a_proof_belongs_to_its_client_and_its_door() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let proof = demo.srp_proof("demo", PASSWORD).unwrap();
    let other = cognito.client(&demo.pool_id, &json!({}));
    let input = json!({
        "ClientId": other, "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": proof,
    });
    assert_eq!(
        cognito.call("RespondToAuthChallenge", &input),
        Err(incorrect())
    );
    let input = json!({
        "UserPoolId": demo.pool_id, "ClientId": demo.client_id,
        "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": proof,
    });
    assert_eq!(
        cognito.call("AdminRespondToAuthChallenge", &input),
        Err(incorrect())
    );
    demo.respond("PASSWORD_VERIFIER", None, &proof).unwrap();
}

#[test]
fn an_administrator_signs_in_by_srp() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let input = json!({
        "UserPoolId": demo.pool_id, "ClientId": demo.client_id, "AuthFlow": "USER_SRP_AUTH",
        "AuthParameters": { "USERNAME": "demo", "SRP_A": "abc" },
    });
    let answer = cognito.expect("AdminInitiateAuth", &input);
    assert_eq!(answer["ChallengeName"], "PASSWORD_VERIFIER");
    assert_eq!(answer.get("Session"), None);
}

#[test]
fn every_altered_part_of_the_proof_is_noticed() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let altered = |member: &str, alter: &dyn Fn(&mut Vec<u8>)| {
        let mut proof = demo.srp_proof("demo", PASSWORD).unwrap();
        let mut bytes = BASE64_STANDARD.decode(text(&proof[member])).unwrap();
        alter(&mut bytes);
        proof[member] = BASE64_STANDARD.encode(bytes).into();
        let answer = demo.respond("PASSWORD_VERIFIER", None, &proof);
        cognito.pass(16 * 60);
        answer
    };
    let (block, signature) = ("PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE");
    for position in [0, 11, 12, 100, 600] {
        let answer = altered(block, &|bytes| bytes[position] ^= 1);
        assert_eq!(answer, Err(incorrect()), "byte {position}");
    }
    assert_eq!(altered(block, &|bytes| bytes.truncate(5)), Err(incorrect()));
    assert_eq!(altered(block, &|bytes| bytes.push(0)), Err(incorrect()));
    assert_eq!(altered(signature, &|bytes| bytes[0] ^= 1), Err(incorrect()));
    assert_eq!(altered(signature, &Vec::clear), Err(incorrect()));
}

#[test]
fn the_timestamp_must_be_readable_current_and_signed() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let with_timestamp = |timestamp: &str| {
        let mut proof = demo.srp_proof("demo", PASSWORD).unwrap();
        proof["TIMESTAMP"] = timestamp.into();
        demo.respond("PASSWORD_VERIFIER", None, &proof)
    };
    let format = "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.";
    let unreadable = refusal("InvalidParameter", format);
    for timestamp in [
        "",
        "now",
        "2026-09-21T14:13:20Z",
        "Mo Sep 21 14:13:20 UTC 2026",
    ] {
        assert_eq!(
            with_timestamp(timestamp),
            Err(unreadable.clone()),
            "{timestamp}"
        );
    }
    for offset in [-301, 301, 1] {
        let other = poolgate_srp::Timestamp::from_unix(cognito.now() + offset).to_string();
        assert_eq!(with_timestamp(&other), Err(incorrect()), "{offset} s");
    }
}

#[test]
fn hostile_public_values_are_refused() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let initiate = |srp_a: &str| {
        demo.initiate(
            "USER_SRP_AUTH",
            &json!({ "USERNAME": "demo", "SRP_A": srp_a }),
        )
    };
    let pattern = "1 validation error detected: Value 'COFFEEG' at 'a' failed to satisfy \
                   constraint: Member must satisfy regular expression pattern: ^[0-9a-fA-F]+$";
    assert_eq!(
        initiate("COFFEEG"),
        Err(refusal("InvalidParameter", pattern))
    );
    let modulus = "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";
    for zero in ["0", "000", modulus] {
        let (code, _) = initiate(zero).unwrap_err();
        assert_eq!(code, "InvalidParameterException", "A = {zero}");
    }
    let (code, _) = initiate(&"f".repeat(100_000)).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
}

#[test]
fn missing_parameters_are_named() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let missing = |name: &str| {
        Err(refusal(
            "InvalidParameter",
            &format!("Missing required parameter {name}"),
        ))
    };
    assert_eq!(
        demo.initiate("USER_SRP_AUTH", &json!({ "SRP_A": "a" })),
        missing("USERNAME")
    );
    assert_eq!(
        demo.initiate("USER_SRP_AUTH", &json!({ "USERNAME": "demo" })),
        missing("SRP_A")
    );
    let proof = demo.srp_proof("demo", PASSWORD).unwrap();
    for name in proof.as_object().unwrap().keys() {
        let mut partial: Value = proof.clone();
        partial.as_object_mut().unwrap().remove(name);
        assert_eq!(
            demo.respond("PASSWORD_VERIFIER", None, &partial),
            missing(name)
        );
    }
}
