//! Guessing passwords (protocol.md 7.4).

use super::Cognito;
use super::harness::{PASSWORD, incorrect, refusal};

#[test]
fn the_fifth_failure_locks_for_a_second_and_the_sixth_for_two() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let locked = refusal("NotAuthorized", "Password attempts exceeded");
    let fail = || {
        assert_eq!(
            demo.password_sign_in("demo", "Wrong-Horse-1"),
            Err(incorrect())
        );
    };
    for _ in 0..5 {
        fail();
    }
    assert_eq!(demo.password_sign_in("demo", PASSWORD), Err(locked.clone()));
    let proof = demo.srp_proof("demo", PASSWORD).unwrap();
    assert_eq!(
        demo.respond("PASSWORD_VERIFIER", None, &proof),
        Err(locked.clone())
    );
    cognito.pass(1);
    fail();
    cognito.pass(1);
    assert_eq!(demo.password_sign_in("demo", PASSWORD), Err(locked));
    cognito.pass(1);
    demo.password_sign_in("demo", PASSWORD).unwrap();
    // The success has wiped the slate.
    for _ in 0..4 {
        fail();
    }
    demo.password_sign_in("demo", PASSWORD).unwrap();
}

#[test]
fn srp_failures_count_and_strangers_are_locked_out_too() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let locked = refusal("NotAuthorized", "Password attempts exceeded");
    for name in ["demo", "nobody"] {
        for _ in 0..5 {
            assert_eq!(demo.srp_sign_in(name, "Wrong-Horse-1"), Err(incorrect()));
        }
        assert_eq!(demo.srp_sign_in(name, PASSWORD), Err(locked.clone()));
        assert_eq!(demo.password_sign_in(name, PASSWORD), Err(locked.clone()));
    }
}

#[test]
fn a_quarter_of_an_hour_without_attempts_forgets() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    for _ in 0..4 {
        assert_eq!(
            demo.password_sign_in("demo", "Wrong-Horse-1"),
            Err(incorrect())
        );
    }
    cognito.pass(15 * 60);
    for _ in 0..4 {
        assert_eq!(
            demo.password_sign_in("demo", "Wrong-Horse-1"),
            Err(incorrect())
        );
    }
    demo.password_sign_in("demo", PASSWORD).unwrap();
}
