//! The domains of pools (protocol.md 9.5).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Refusal, refusal, text};

const CERTIFICATE: &str = "arn:aws:acm:us-east-1:000000000000:certificate/c";

fn create(cognito: &Cognito, pool_id: &str, domain: &str) -> Result<Value, Refusal> {
    let input = json!({ "UserPoolId": pool_id, "Domain": domain });
    cognito.call("CreateUserPoolDomain", &input)
}

fn create_custom(cognito: &Cognito, pool_id: &str, domain: &str) -> Result<Value, Refusal> {
    let input = json!({
        "UserPoolId": pool_id, "Domain": domain, "ManagedLoginVersion": 2,
        "CustomDomainConfig": { "CertificateArn": CERTIFICATE },
    });
    cognito.call("CreateUserPoolDomain", &input)
}

fn described(cognito: &Cognito, domain: &str) -> Value {
    let answer = cognito.expect("DescribeUserPoolDomain", &json!({ "Domain": domain }));
    answer["DomainDescription"].clone()
}

fn pool(cognito: &Cognito, pool_id: &str) -> Value {
    cognito.expect("DescribeUserPool", &json!({ "UserPoolId": pool_id }))["UserPool"].clone()
}

#[test]
fn a_prefix_domain_is_made_described_changed_and_deleted() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    assert_eq!(
        create(&cognito, &pool_id, "app"),
        Ok(json!({ "ManagedLoginVersion": 1 }))
    );
    let distribution = described(&cognito, "app")["CloudFrontDistribution"].clone();
    assert!(text(&distribution).ends_with(".cloudfront.net"));
    let expected = json!({
        "UserPoolId": pool_id, "AWSAccountId": "000000000000", "Domain": "app",
        "S3Bucket": "aws-cognito-prod-us-east-1-assets",
        "CloudFrontDistribution": distribution, "Version": "20260921141320",
        "Status": "ACTIVE", "CustomDomainConfig": {}, "ManagedLoginVersion": 1,
    });
    assert_eq!(described(&cognito, "app"), expected);
    assert_eq!(pool(&cognito, &pool_id)["Domain"], "app");

    cognito.pass(1);
    let update = json!({ "UserPoolId": pool_id, "Domain": "app", "ManagedLoginVersion": 2 });
    assert_eq!(
        cognito.call("UpdateUserPoolDomain", &update),
        Ok(json!({ "ManagedLoginVersion": 2 }))
    );
    assert_eq!(described(&cognito, "app")["Version"], "20260921141321");
    let with_certificate = json!({
        "UserPoolId": pool_id, "Domain": "app",
        "CustomDomainConfig": { "CertificateArn": CERTIFICATE },
    });
    let refused = refusal("InvalidParameter", "A prefix domain has no certificate.");
    assert_eq!(
        cognito.call("UpdateUserPoolDomain", &with_certificate),
        Err(refused)
    );

    let id = json!({ "UserPoolId": pool_id, "Domain": "app" });
    assert_eq!(cognito.call("DeleteUserPoolDomain", &id), Ok(json!({})));
    assert_eq!(described(&cognito, "app"), json!({}));
    assert_eq!(pool(&cognito, &pool_id).get("Domain"), None);
    let gone = refusal("InvalidParameter", "No such domain or user pool exists.");
    assert_eq!(cognito.call("DeleteUserPoolDomain", &id), Err(gone.clone()));
    assert_eq!(cognito.call("UpdateUserPoolDomain", &update), Err(gone));
}

#[test]
fn a_pool_has_one_domain_of_each_kind() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    create(&cognito, &pool_id, "app").unwrap();
    let made = create_custom(&cognito, &pool_id, "auth.example.com").unwrap();
    assert_eq!(made["ManagedLoginVersion"], 2);
    assert!(text(&made["CloudFrontDomain"]).ends_with(".cloudfront.net"));
    let pool = pool(&cognito, &pool_id);
    assert_eq!(pool["Domain"], "app");
    assert_eq!(pool["CustomDomain"], "auth.example.com");
    let custom = described(&cognito, "auth.example.com");
    assert_eq!(
        custom["CustomDomainConfig"],
        json!({ "CertificateArn": CERTIFICATE })
    );

    let full = refusal(
        "InvalidParameter",
        "User pool already has a domain configured.",
    );
    assert_eq!(create(&cognito, &pool_id, "other"), Err(full.clone()));
    let other = create_custom(&cognito, &pool_id, "other.example.com");
    assert_eq!(other, Err(full));
}

#[test]
fn two_pools_never_have_the_same_domain() {
    let cognito = Cognito::new();
    let (first, second) = (cognito.pool(&json!({})), cognito.pool(&json!({})));
    create(&cognito, &first, "app").unwrap();
    let taken = refusal(
        "InvalidParameter",
        "Domain already associated with another user pool.",
    );
    assert_eq!(create(&cognito, &second, "app"), Err(taken));
    let id = json!({ "UserPoolId": second, "Domain": "app" });
    let not_its_own = refusal("InvalidParameter", "No such domain or user pool exists.");
    assert_eq!(cognito.call("DeleteUserPoolDomain", &id), Err(not_its_own));
}

#[test]
fn names_that_cannot_be_domains_are_refused() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    for word in ["aws", "amazon", "cognito"] {
        let message = format!("Domain cannot contain reserved word: {word}");
        let name = format!("my-{word}-app");
        assert_eq!(
            create(&cognito, &pool_id, &name),
            Err(refusal("InvalidParameter", &message))
        );
    }
    for name in ["App", "auth.example.com", "-app", "app-", "a_b"] {
        let (code, message) = create(&cognito, &pool_id, name).unwrap_err();
        assert_eq!(code, "InvalidParameterException");
        assert!(message.starts_with("The domain name contains an invalid character."));
    }
    for name in ["example.com", "localhost", "auth..com", "auth.Example.com"] {
        let (code, message) = create_custom(&cognito, &pool_id, name).unwrap_err();
        assert_eq!(code, "InvalidParameterException");
        assert!(message.starts_with("Custom domain is not a valid subdomain"));
    }
    let too_long = "a".repeat(64);
    let (_, message) = create(&cognito, &pool_id, &too_long).unwrap_err();
    assert!(message.ends_with("Member must have length less than or equal to 63"));
}

#[test]
fn managed_login_needs_a_tier_that_has_it() {
    let cognito = Cognito::new();
    let lite = cognito.pool(&json!({ "UserPoolTier": "LITE" }));
    let create = |version: i64| {
        let input = json!({ "UserPoolId": lite, "Domain": "app", "ManagedLoginVersion": version });
        cognito.call("CreateUserPoolDomain", &input)
    };
    let (code, _) = create(2).unwrap_err();
    assert_eq!(code, "FeatureUnavailableInTierException");
    let unknown = "the managed login version 3 is neither 1 nor 2.";
    assert_eq!(create(3), Err(refusal("InvalidParameter", unknown)));
    assert!(create(1).is_ok());
}

#[test]
fn a_pool_stays_as_long_as_it_has_a_domain() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    create(&cognito, &pool_id, "app").unwrap();
    let id = json!({ "UserPoolId": pool_id });
    let refused = refusal(
        "InvalidParameter",
        "User pool cannot be deleted. It has a domain configured that should be deleted first.",
    );
    assert_eq!(cognito.call("DeleteUserPool", &id), Err(refused));
    let domain = json!({ "UserPoolId": pool_id, "Domain": "app" });
    cognito.expect("DeleteUserPoolDomain", &domain);
    assert_eq!(cognito.call("DeleteUserPool", &id), Ok(Value::Null));
}

/// A server answers those on threads of their own, and the rest of the world meanwhile.
#[test]
fn only_the_way_to_a_provider_and_back_may_have_to_ask_others() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    create(&cognito, &pool_id, "app").unwrap();
    let asks_others = |host, path: &str| {
        let expected = cognito.core.expect_visit(Some(host), path)?;
        Some(expected.asks_others)
    };
    for (path, expected) in [
        ("/oauth2/authorize", true),
        ("/oauth2/idpresponse", true),
        ("/oauth2/token", false),
        ("/login", false),
        ("/x/oauth2/authorize", false),
    ] {
        let at_domain = asks_others("app.auth.localhost:9229", path);
        assert_eq!(at_domain, Some(expected), "{path}");
        let below_issuer = asks_others("127.0.0.1:9229", &format!("/{pool_id}{path}"));
        assert_eq!(below_issuer, Some(expected), "{path}");
        let nowhere = asks_others("other.auth.localhost:9229", path);
        assert_eq!(nowhere, Some(false), "{path}");
        assert_eq!(asks_others("127.0.0.1:9229", path), None, "{path}");
    }
}
