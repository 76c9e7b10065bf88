//! Creating, describing and listing identity pools.

use serde_json::json;

use super::harness::{Cloud, GUEST_ROLE, ROLE, refusal, text};

const UNKNOWN: &str = "us-east-1:00000000-0000-4000-8000-000000000000";

#[test]
fn a_new_pool_is_described_as_it_was_recorded() {
    let cloud = Cloud::new();
    let described = cloud.expect(
        "DescribeIdentityPool",
        &json!({ "IdentityPoolId": cloud.identity_pool }),
    );
    let expected = json!({
        "IdentityPoolId": cloud.identity_pool,
        "IdentityPoolName": "credentials",
        "AllowUnauthenticatedIdentities": false,
        "CognitoIdentityProviders": [{
            "ProviderName": cloud.provider,
            "ClientId": cloud.client,
            "ServerSideTokenCheck": false,
        }],
        "IdentityPoolTags": {},
    });
    assert_eq!(described, expected);
    assert!(cloud.identity_pool.starts_with("us-east-1:"));
}

#[test]
fn what_is_set_is_kept() {
    let cloud = Cloud::new();
    let input = json!({
        "IdentityPoolName": "all settings",
        "AllowUnauthenticatedIdentities": true,
        "AllowClassicFlow": true,
        "SupportedLoginProviders": { "accounts.google.com": "123" },
        "DeveloperProviderName": "login.example",
        "OpenIdConnectProviderARNs": ["arn:aws:iam::123456789012:oidc-provider/example.com"],
        "SamlProviderARNs": ["arn:aws:iam::123456789012:saml-provider/example"],
        "IdentityPoolTags": { "stage": "test" },
    });
    let mut created = cloud.expect("CreateIdentityPool", &input);
    let described = cloud.expect(
        "DescribeIdentityPool",
        &json!({ "IdentityPoolId": created["IdentityPoolId"] }),
    );
    assert_eq!(created, described);
    created.as_object_mut().unwrap().remove("IdentityPoolId");
    assert_eq!(created, input);
}

#[test]
fn pools_are_listed_in_pages() {
    let cloud = Cloud::new();
    for _ in 0..4 {
        cloud.new_identity_pool(false, &json!({}));
    }
    let mut found = Vec::new();
    let mut page = cloud.expect("ListIdentityPools", &json!({ "MaxResults": 2 }));
    loop {
        let pools = page["IdentityPools"].as_array().unwrap();
        assert!(pools.len() <= 2);
        assert!(
            pools
                .iter()
                .all(|pool| pool["IdentityPoolName"] == "credentials")
        );
        found.extend(pools.iter().map(|pool| text(&pool["IdentityPoolId"])));
        let Some(next) = page.get("NextToken").cloned() else {
            break;
        };
        page = cloud.expect(
            "ListIdentityPools",
            &json!({ "MaxResults": 2, "NextToken": next }),
        );
    }
    assert_eq!(found.len(), 5);
    assert!(found.contains(&cloud.identity_pool));
}

#[test]
fn roles_are_answered_as_they_were_set() {
    let cloud = Cloud::new();
    let rule = json!({ "Claim": "c", "MatchType": "Equals", "Value": "v", "RoleARN": ROLE });
    let mapping = json!({
        "Type": "Rules",
        "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": { "Rules": [rule] },
    });
    let key = format!("{}:{}", cloud.provider, cloud.client);
    cloud.set_roles(&cloud.identity_pool, &json!({ &key: mapping }));
    let roles = cloud.expect(
        "GetIdentityPoolRoles",
        &json!({ "IdentityPoolId": cloud.identity_pool }),
    );
    let expected = json!({
        "IdentityPoolId": cloud.identity_pool,
        "Roles": { "authenticated": ROLE, "unauthenticated": GUEST_ROLE },
        "RoleMappings": { &key: mapping },
    });
    assert_eq!(roles, expected);
}

#[test]
fn an_incomplete_mapping_is_refused() {
    let cloud = Cloud::new();
    let rule = json!({ "Claim": "c", "MatchType": "Equals", "Value": "v", "RoleARN": ROLE });
    for mapping in [
        json!({ "Type": "Token" }),
        json!({ "Type": "Rules", "AmbiguousRoleResolution": "Deny" }),
        json!({
            "Type": "Rules",
            "AmbiguousRoleResolution": "Deny",
            "RulesConfiguration": { "Rules": vec![rule; 26] },
        }),
    ] {
        let input = json!({
            "IdentityPoolId": cloud.identity_pool, "Roles": {}, "RoleMappings": { "p:c": mapping },
        });
        let (code, _) = cloud.call("SetIdentityPoolRoles", &input).unwrap_err();
        assert_eq!(code, "InvalidParameterException");
    }
}

#[test]
fn an_unknown_pool_is_not_found() {
    let cloud = Cloud::new();
    for operation in [
        "DeleteIdentityPool",
        "DescribeIdentityPool",
        "GetId",
        "GetIdentityPoolRoles",
        "GetPrincipalTagAttributeMap",
        "ListIdentities",
        "SetIdentityPoolRoles",
        "SetPrincipalTagAttributeMap",
        "UpdateIdentityPool",
    ] {
        let input = json!({
            "IdentityPoolId": UNKNOWN, "Roles": {}, "MaxResults": 1, "IdentityPoolName": "p",
            "AllowUnauthenticatedIdentities": false, "IdentityProviderName": "p",
        });
        let expected = format!("IdentityPool '{UNKNOWN}' not found.");
        assert_eq!(
            cloud.call(operation, &input),
            refusal("ResourceNotFoundException", &expected),
            "{operation}"
        );
    }
}
