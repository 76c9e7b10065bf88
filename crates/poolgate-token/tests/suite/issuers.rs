use poolgate_token::{Error, ErrorKind, Issuer, KeySet, TokenVerifier};

use crate::signer::{CLIENT, ISSUER, NOW, POOL, REGION, Signer, access_claims, verifier, with};

const UPDATED: &str = "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_ExamplE01";
const LOCAL: &str = "http://127.0.0.1:9229/eu-west-1_ExamplE01";

fn token_of(issuer: &str) -> String {
    Signer::usual().token(&with(access_claims(), "iss", issuer))
}

#[test]
fn a_pool_is_trusted_under_both_forms() {
    let keys = Signer::usual().key_set();
    for url in [ISSUER, UPDATED] {
        let verified = verifier()
            .verify_access_token(&token_of(url), &keys, NOW)
            .unwrap();
        assert_eq!(verified.issuer.url(), url);
        assert_eq!(
            verified.issuer.jwks_uri(),
            format!("{url}/.well-known/jwks.json")
        );
        assert_eq!(verified.issuer.pool_id(), Some(POOL));
    }
}

#[test]
fn one_form_alone() {
    let keys = Signer::usual().key_set();
    let updated = Issuer::updated(REGION, POOL).unwrap();
    let verifier = TokenVerifier::builder()
        .issuer(updated)
        .app_client(CLIENT)
        .build();
    assert!(
        verifier
            .verify_access_token(&token_of(UPDATED), &keys, NOW)
            .is_ok()
    );
    assert_eq!(
        verifier
            .verify_access_token(&token_of(ISSUER), &keys, NOW)
            .unwrap_err(),
        Error::Issuer {
            expected: vec![UPDATED.into()],
            actual: ISSUER.into()
        }
    );
}

#[test]
fn the_issuer_is_compared_byte_for_byte() {
    let keys = Signer::usual().key_set();
    for other in [
        "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_ExamplE01/",
        "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_examplE01",
        "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_ExamplE02",
        "https://cognito-idp.eu-west-2.amazonaws.com/eu-west-1_ExamplE01",
        "http://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_ExamplE01",
        "https://evil.example/eu-west-1_ExamplE01",
        LOCAL,
        "",
    ] {
        let error = verifier()
            .verify_access_token(&token_of(other), &keys, NOW)
            .unwrap_err();
        let expected = vec![ISSUER.into(), UPDATED.into()];
        assert_eq!(
            error,
            Error::Issuer {
                expected,
                actual: other.into()
            }
        );
        assert_eq!(error.kind(), ErrorKind::Claims);
    }
}

#[test]
fn the_region_is_not_the_prefix_of_the_pool() {
    let issuer = Issuer::updated("us-west-2", POOL).unwrap();
    assert_eq!(
        issuer.url(),
        "https://issuer-cognito-idp.us-west-2.amazonaws.com/eu-west-1_ExamplE01"
    );
}

#[test]
fn each_partition_has_its_suffix() {
    for (region, suffix) in [
        ("us-east-1", "amazonaws.com"),
        ("us-gov-west-1", "amazonaws.com"),
        ("cn-northwest-1", "amazonaws.com.cn"),
        ("eusc-de-east-1", "amazonaws.eu"),
        ("us-iso-east-1", "c2s.ic.gov"),
        ("us-isob-east-1", "sc2s.sgov.gov"),
        ("us-isof-south-1", "csp.hci.ic.gov"),
        ("eu-isoe-west-1", "cloud.adc-e.uk"),
    ] {
        let original = Issuer::original(region, "x_y").unwrap();
        assert_eq!(
            original.url(),
            format!("https://cognito-idp.{region}.{suffix}/x_y")
        );
        let updated = Issuer::updated(region, "x_y").unwrap();
        assert_eq!(
            updated.url(),
            format!("https://issuer-cognito-idp.{region}.{suffix}/x_y")
        );
    }
}

#[test]
fn a_custom_issuer_beside_the_pool() {
    let local = Issuer::custom(LOCAL).unwrap();
    let verifier = TokenVerifier::builder()
        .issuer(local)
        .app_client(CLIENT)
        .build();
    let keys = Signer::usual().key_set();
    let passed = verifier
        .verify_access_token(&token_of(LOCAL), &keys, NOW)
        .unwrap();
    assert_eq!(passed.issuer.url(), LOCAL);
    assert_eq!(passed.issuer.pool_id(), None);
}

#[test]
fn keys_may_be_elsewhere() {
    let issuer = Issuer::original(REGION, POOL)
        .and_then(|issuer| issuer.with_jwks_uri("http://127.0.0.1:9229/keys"))
        .unwrap();
    assert_eq!(
        (issuer.url(), issuer.jwks_uri()),
        (ISSUER, "http://127.0.0.1:9229/keys")
    );
    assert_eq!(issuer.to_string(), ISSUER);
    let slashed = Issuer::custom("https://tenant.example/").unwrap();
    assert_eq!(slashed.url(), "https://tenant.example/");
    assert_eq!(
        slashed.jwks_uri(),
        "https://tenant.example/.well-known/jwks.json"
    );
}

#[test]
fn settings_that_cannot_be() {
    for region in [
        "",
        "eu west 1",
        "EU-WEST-1",
        "evil.example/",
        "eu-west-1#",
        &"e".repeat(33),
    ] {
        let error = Issuer::original(region, POOL).unwrap_err();
        assert_eq!(
            error,
            Error::Region {
                actual: region.into()
            }
        );
        assert_eq!(error.kind(), ErrorKind::Settings);
    }
    let long = format!("eu-west-1_{}", "a".repeat(46));
    for pool in [
        "",
        "eu-west-1",
        "_abc",
        "eu-west-1_",
        "eu-west-1_a/b",
        "a_b_c",
        "a_é",
        &long,
    ] {
        let error = Issuer::updated(REGION, pool).unwrap_err();
        assert_eq!(
            error,
            Error::PoolId {
                actual: pool.into()
            }
        );
    }
    let long = format!("https://{}", "a".repeat(2041));
    for url in [
        "",
        "cognito-idp.eu-west-1.amazonaws.com/x",
        "ftp://example.com",
        "https://",
        "https:///path",
        "https://user@example.com/",
        "https://example.com/?a=b",
        "https://example.com/#a",
        "https://exam ple.com/",
        "https://example.com/\n",
        "https://exämple.com/",
        &long,
    ] {
        assert!(
            matches!(Issuer::custom(url), Err(Error::IssuerUrl { .. })),
            "{url:?}"
        );
    }
}

/// Two pools with a key each.
fn two_pools() -> TokenVerifier {
    TokenVerifier::builder()
        .user_pool(REGION, POOL)
        .unwrap()
        .user_pool("us-east-1", "us-east-1_Other")
        .unwrap()
        .app_client(CLIENT)
        .build()
}

#[test]
fn several_pools_each_with_its_keys() {
    let verifier = two_pools();
    let other = Issuer::original("us-east-1", "us-east-1_Other").unwrap();
    let keys_of = |uri: &str| -> KeySet {
        if uri == other.jwks_uri() {
            Signer::stranger().key_set()
        } else {
            Signer::usual().key_set()
        }
    };
    for (signer, issuer) in [(Signer::usual(), ISSUER), (Signer::stranger(), other.url())] {
        let token = signer.token(&with(access_claims(), "iss", issuer));
        let token = verifier.inspect(&token).unwrap();
        assert_eq!(token.key_id(), signer.kid);
        let keys = keys_of(token.issuer().jwks_uri());
        let passed = token.verify_access(&keys, NOW).unwrap();
        assert_eq!(passed.issuer.url(), issuer);
    }

    // A pool cannot issue in the name of another.
    let forged = Signer::stranger().token(&access_claims());
    let forged = verifier.inspect(&forged).unwrap();
    let keys = keys_of(forged.issuer().jwks_uri());
    let error = forged.verify_access(&keys, NOW).unwrap_err();
    assert_eq!(
        error,
        Error::KeyIdUnknown {
            actual: "stranger".into()
        }
    );
}

#[test]
fn one_key_set_is_not_enough_for_several_pools() {
    let keys = Signer::usual().key_set();
    let error = two_pools()
        .verify_access_token(&token_of(ISSUER), &keys, NOW)
        .unwrap_err();
    assert_eq!(error, Error::KeySetAmbiguous { pools: 2 });
    assert_eq!(error.kind(), ErrorKind::Settings);

    let with_local = TokenVerifier::builder()
        .user_pool(REGION, POOL)
        .unwrap()
        .issuer(Issuer::custom(LOCAL).unwrap())
        .issuer(Issuer::custom(LOCAL).unwrap())
        .app_client(CLIENT)
        .build();
    assert_eq!(
        with_local.issuers().len(),
        3,
        "an issuer given twice counts once"
    );
    let error = with_local
        .verify_id_token(&token_of(ISSUER), &keys, NOW)
        .unwrap_err();
    assert_eq!(error, Error::KeySetAmbiguous { pools: 2 });

    let two_custom = TokenVerifier::builder()
        .issuer(Issuer::custom(LOCAL).unwrap())
        .issuer(Issuer::custom("http://127.0.0.1:9230/eu-west-1_ExamplE01").unwrap())
        .app_client(CLIENT)
        .build();
    let error = two_custom.verify_access_token(&token_of(LOCAL), &keys, NOW);
    assert_eq!(error.unwrap_err(), Error::KeySetAmbiguous { pools: 2 });
}
