//! Trust policies as they are found in accounts.

use serde_json::{Value, json};

use super::trust_policy::Facts;
use super::*;

const ARN: &str = "arn:aws:iam::123456789012:role/reader";
const WEB_IDENTITY: &str = "sts:AssumeRoleWithWebIdentity";
const POOL: &str = "us-east-1:12345678-1234-1234-1234-123456789012";

fn role(document: &Value) -> Result<Role, InvalidRoles> {
    let list = json!({ "Roles": [{ "Arn": ARN, "AssumeRolePolicyDocument": document }] });
    Role::parse_list(&list.to_string()).map(|mut roles| roles.remove(0))
}

fn policy(statements: &Value) -> Role {
    role(&json!({ "Version": "2012-10-17", "Statement": statements })).unwrap()
}

/// The statement that the console writes for an identity pool.
fn console(kind: &str) -> Value {
    json!({
        "Effect": "Allow",
        "Principal": { "Federated": "cognito-identity.amazonaws.com" },
        "Action": WEB_IDENTITY,
        "Condition": {
            "StringEquals": { "cognito-identity.amazonaws.com:aud": POOL },
            "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": kind },
        },
    })
}

fn token(aud: &str, amr: &[&str]) -> Attempt {
    let fact = |name: &str, values: &[&str]| {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        (format!("cognito-identity.amazonaws.com:{name}"), values)
    };
    Attempt {
        principal: Principal::Federated(vec!["cognito-identity.amazonaws.com".to_owned()]),
        facts: Facts::from([fact("aud", &[aud]), fact("amr", amr)]),
    }
}

#[test]
fn the_consoles_policy_trusts_its_pool_and_kind_of_identity() {
    let role = policy(&json!([console("authenticated")]));
    let signed_in = ["authenticated", "login.example"];
    let allows = |attempt: &Attempt| role.trust.allows(WEB_IDENTITY, attempt);
    assert!(allows(&token(POOL, &signed_in)));
    assert!(!allows(&token(POOL, &["unauthenticated"])));
    assert!(!allows(&token("us-east-1:other", &signed_in)));
    assert!(
        !role
            .trust
            .allows("sts:TagSession", &token(POOL, &signed_in))
    );
    let mut stranger = token(POOL, &signed_in);
    stranger.principal = Principal::Federated(vec!["accounts.google.com".to_owned()]);
    assert!(!allows(&stranger));
}

#[test]
fn a_denial_outweighs_what_is_allowed() {
    let everybody = json!({ "Effect": "Allow", "Principal": "*", "Action": "sts:*" });
    let mut denial = console("authenticated");
    denial["Effect"] = json!("Deny");
    let role = policy(&json!([everybody, denial]));
    let allows = |attempt: &Attempt| role.trust.allows(WEB_IDENTITY, attempt);
    assert!(!allows(&token(POOL, &["authenticated"])));
    assert!(allows(&token(POOL, &["unauthenticated"])));
}

#[test]
fn accounts_and_roles_are_trusted_by_name() {
    let caller = Principal::Aws {
        account_id: "123456789012".to_owned(),
        arns: vec!["arn:aws:iam::123456789012:root".to_owned(), ARN.to_owned()],
    };
    let attempt = Attempt {
        principal: caller,
        facts: Facts::new(),
    };
    for (name, trusted) in [
        ("*", true),
        ("123456789012", true),
        ("arn:aws:iam::123456789012:root", true),
        (ARN, true),
        ("arn:aws:iam::123456789012:role/other", false),
        ("210987654321", false),
    ] {
        let statement = json!({
            "Effect": "Allow", "Principal": { "AWS": [name] }, "Action": ["sts:assumerole"],
        });
        let role = policy(&statement);
        assert_eq!(
            role.trust.allows("sts:AssumeRole", &attempt),
            trusted,
            "{name}"
        );
    }
}

#[test]
fn operators_compare_as_iam_documents_it() {
    let facts = |values: &[&str]| {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        Facts::from([("k".to_owned(), values)])
    };
    for (operator, wanted, values, holds) in [
        ("StringEquals", json!(["a", "b"]), &["b"][..], true),
        ("StringEquals", json!("a"), &[], false),
        ("StringEqualsIfExists", json!("a"), &[], true),
        ("StringEqualsIfExists", json!("a"), &["b"], false),
        ("StringNotEquals", json!("a"), &[], true),
        ("StringNotEquals", json!(["a", "b"]), &["b"], false),
        ("StringEqualsIgnoreCase", json!("A"), &["a"], true),
        ("StringLike", json!("a*"), &["abc"], true),
        ("StringNotLike", json!("a*"), &["abc"], false),
        ("ForAllValues:StringLike", json!("a*"), &["ab", "b"], false),
        ("ForAllValues:StringEquals", json!("a"), &[], true),
        ("ForAnyValue:StringEquals", json!("a"), &[], false),
        ("ForAnyValue:StringEquals", json!("a"), &["b", "a"], true),
        ("Null", json!("true"), &[], true),
        ("Null", json!(false), &["x"], true),
        ("Null", json!(true), &["x"], false),
    ] {
        let statement = json!({
            "Effect": "Allow", "Principal": "*", "Action": "*",
            "Condition": { operator: { "K": wanted } },
        });
        let attempt = Attempt {
            principal: Principal::Federated(Vec::new()),
            facts: facts(values),
        };
        let allowed = policy(&statement).trust.allows("sts:AssumeRole", &attempt);
        assert_eq!(allowed, holds, "{operator} {wanted} {values:?}");
    }
}

#[test]
fn roles_are_read_as_iam_prints_them() {
    let document = json!({ "Version": "2012-10-17", "Statement": console("authenticated") });
    let encoded = percent_encoding::utf8_percent_encode(
        &document.to_string(),
        percent_encoding::NON_ALPHANUMERIC,
    )
    .to_string();
    assert!(role(&json!(encoded)).is_ok());
    let one = json!({ "Role": {
        "Path": "/", "RoleName": "reader", "Arn": ARN, "CreateDate": "2026-11-22T12:00:00+00:00",
        "AssumeRolePolicyDocument": document, "MaxSessionDuration": 7200,
    } });
    let roles = Role::parse_list(&one.to_string()).unwrap();
    assert_eq!(roles[0].max_session_duration(), 7200);
    assert_eq!(role(&document).unwrap().max_session_duration(), 3600);
}

#[test]
fn what_cannot_be_judged_is_refused_with_the_reason() {
    let mut strange = console("authenticated");
    strange["Condition"] = json!({ "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } });
    let mut inverted = console("authenticated");
    inverted["NotPrincipal"] = json!("*");
    for (document, said) in [
        (json!({ "Statement": strange }), "IpAddress"),
        (json!({ "Statement": inverted }), "NotPrincipal"),
        (json!({}), "Statement"),
        (json!("%7B"), "no JSON"),
        (json!({ "Statement": [{ "Effect": "Perhaps" }] }), "Perhaps"),
    ] {
        let error = role(&document).unwrap_err().to_string();
        assert!(error.contains(said) && error.contains(ARN), "{error}");
    }
    for (arn, seconds) in [("arn:aws:iam::1:role/x", 3600), (ARN, 3599), (ARN, 43_201)] {
        let list = json!({ "Roles": [{
            "Arn": arn, "MaxSessionDuration": seconds, "AssumeRolePolicyDocument": { "Statement": [] },
        }] });
        assert!(Role::parse_list(&list.to_string()).is_err());
    }
    assert!(Role::parse_list("[]").is_err());
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(text: String) {
        let _ = Role::parse_list(&text);
        let _ = role(&json!(text));
    }
}
