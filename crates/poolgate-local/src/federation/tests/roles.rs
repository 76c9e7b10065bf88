//! The choice of a role (protocol.md 8.3).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::harness::{ROLE, Refusal};
use crate::core::Settings;
use crate::federation::{Login, LoginKind, choose};
use crate::model::IdentityPool;

const OTHER: &str = "arn:aws:iam::123456789012:role/other";
const PREFERRED: &str = "arn:aws:iam::123456789012:role/preferred";
const PROVIDER: &str = "cognito-idp.us-east-1.amazonaws.com/us-east-1_x";

/// The role chosen for these claims in a pool with this mapping, or with none if it is null.
fn chosen(mapping: &Value, claims: &Value, custom: Option<&str>) -> Result<String, Refusal> {
    let mappings = match mapping {
        Value::Null => json!({}),
        mapping => json!({ format!("{PROVIDER}:client"): mapping }),
    };
    let pool: IdentityPool = serde_json::from_value(json!({
        "id": "us-east-1:1",
        "settings": { "IdentityPoolName": "p", "AllowUnauthenticatedIdentities": false },
        "roles": { "authenticated": ROLE },
        "role_mappings": mappings,
    }))
    .unwrap();
    let login = Login {
        provider: PROVIDER.to_owned(),
        subject: "s".to_owned(),
        audience: "client".to_owned(),
        claims: claims.as_object().unwrap().clone(),
        method: String::new(),
        tags: BTreeMap::new(),
        kind: LoginKind::Public,
    };
    let settings = Settings::new("http://127.0.0.1:9229");
    choose(&settings, &pool, &[login], custom)
        .map(str::to_owned)
        .map_err(|error| (error.code.to_string(), error.message))
}

fn token(ambiguous: &str) -> Value {
    json!({ "Type": "Token", "AmbiguousRoleResolution": ambiguous })
}

fn rules(match_type: &str, value: &str, ambiguous: &str) -> Value {
    let rule = |value: &str, role: &str| json!({ "Claim": "team", "MatchType": match_type, "Value": value, "RoleARN": role });
    json!({
        "Type": "Rules",
        "AmbiguousRoleResolution": ambiguous,
        "RulesConfiguration": { "Rules": [rule(value, OTHER), rule(value, PREFERRED)] },
    })
}

#[track_caller]
fn denied(result: Result<String, Refusal>) {
    assert_eq!(result.unwrap_err().0, "NotAuthorizedException");
}

#[test]
fn without_a_mapping_the_default_role_is_given() {
    let claims = json!({ "cognito:preferred_role": PREFERRED, "cognito:roles": [PREFERRED] });
    assert_eq!(chosen(&Value::Null, &claims, None).unwrap(), ROLE);
    assert_eq!(
        chosen(&Value::Null, &claims, Some(PREFERRED)).unwrap(),
        PREFERRED
    );
    denied(chosen(&Value::Null, &claims, Some(OTHER)));
    denied(chosen(&Value::Null, &json!({}), Some(ROLE)));
}

#[test]
fn the_token_names_the_role() {
    let claims =
        json!({ "cognito:preferred_role": PREFERRED, "cognito:roles": [PREFERRED, OTHER] });
    assert_eq!(chosen(&token("Deny"), &claims, None).unwrap(), PREFERRED);
    assert_eq!(chosen(&token("Deny"), &claims, Some(OTHER)).unwrap(), OTHER);
    denied(chosen(&token("AuthenticatedRole"), &claims, Some(ROLE)));
}

#[test]
fn a_token_that_names_none_is_ambiguous() {
    let claims = json!({ "cognito:roles": [PREFERRED, OTHER] });
    assert_eq!(
        chosen(&token("AuthenticatedRole"), &claims, None).unwrap(),
        ROLE
    );
    denied(chosen(&token("Deny"), &claims, None));
}

#[test]
fn the_first_rule_that_fits_decides() {
    let claims = json!({ "team": "north-east" });
    for (match_type, value) in [
        ("Equals", "north-east"),
        ("Contains", "th-e"),
        ("StartsWith", "north"),
        ("NotEqual", "x"),
    ] {
        let role = chosen(&rules(match_type, value, "Deny"), &claims, None);
        assert_eq!(role.unwrap(), OTHER, "{match_type}");
    }
    for (match_type, value) in [
        ("Equals", "north"),
        ("Contains", "south"),
        ("StartsWith", "east"),
        ("NotEqual", "north-east"),
    ] {
        denied(chosen(&rules(match_type, value, "Deny"), &claims, None));
        let default = chosen(
            &rules(match_type, value, "AuthenticatedRole"),
            &claims,
            None,
        );
        assert_eq!(default.unwrap(), ROLE, "{match_type}");
    }
}

#[test]
fn a_missing_claim_fits_no_rule() {
    for match_type in ["Equals", "Contains", "StartsWith", "NotEqual"] {
        denied(chosen(&rules(match_type, "x", "Deny"), &json!({}), None));
    }
}

#[test]
fn rules_take_no_wishes() {
    let claims = json!({ "team": "north", "cognito:roles": [PREFERRED] });
    let role = chosen(&rules("Equals", "north", "Deny"), &claims, Some(PREFERRED));
    assert_eq!(role.unwrap(), OTHER);
}

#[test]
fn claims_of_other_types_are_compared_as_text() {
    let flag = json!({ "team": true });
    assert_eq!(
        chosen(&rules("Equals", "true", "Deny"), &flag, None).unwrap(),
        OTHER
    );
    let list = json!({ "team": ["south", "north"] });
    assert_eq!(
        chosen(&rules("Equals", "north", "Deny"), &list, None).unwrap(),
        OTHER
    );
    denied(chosen(&rules("NotEqual", "north", "Deny"), &list, None));
}
