//! The certificate that a pool signs its SAML requests with.

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::json;

use super::Cognito;
use super::harness::{refusal, text};

fn certificate(cognito: &Cognito, pool_id: &str) -> String {
    let answer = cognito.expect("GetSigningCertificate", &json!({ "UserPoolId": pool_id }));
    text(&answer["Certificate"])
}

#[test]
fn a_pool_has_one_certificate_in_its_name() {
    let cognito = Cognito::new();
    let (one, other) = (cognito.pool(&json!({})), cognito.pool(&json!({})));
    let first = certificate(&cognito, &one);
    assert_eq!(certificate(&cognito, &one), first);
    assert_ne!(certificate(&cognito, &other), first);
    let der = BASE64_STANDARD.decode(&first).unwrap();
    let length = usize::from(u16::from_be_bytes([der[2], der[3]]));
    assert_eq!((&der[..2], length), (&[0x30, 0x82][..], der.len() - 4));
    assert!(der.windows(one.len()).any(|part| part == one.as_bytes()));
}

#[test]
fn a_certificate_outlives_the_process() {
    let directory = tempfile::tempdir().unwrap();
    let kept = Cognito::kept(directory.path());
    let pool_id = kept.pool(&json!({}));
    let first = certificate(&kept, &pool_id);
    drop(kept);
    assert_eq!(
        certificate(&Cognito::kept(directory.path()), &pool_id),
        first
    );
}

#[test]
fn an_unknown_pool_has_none() {
    let id = json!({ "UserPoolId": "us-east-1_nobody" });
    let message = "User pool us-east-1_nobody does not exist.";
    assert_eq!(
        Cognito::new().call("GetSigningCertificate", &id),
        Err(refusal("ResourceNotFound", message))
    );
}
