//! Setting and getting the maps of principal tags (protocol.md 8.6).

use serde_json::{Value, json};

use super::harness::{Cloud, refusal};

fn input(cloud: &Cloud, provider: &str, more: &Value) -> Value {
    let mut input = json!({
        "IdentityPoolId": cloud.identity_pool, "IdentityProviderName": provider,
    });
    input
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    input
}

#[test]
fn a_map_is_answered_as_it_was_set() {
    let cloud = Cloud::new();
    let own = json!({ "UseDefaults": false, "PrincipalTags": { "team": "custom:team" } });
    let expected = input(&cloud, &cloud.provider, &own);
    assert_eq!(
        cloud.expect("SetPrincipalTagAttributeMap", &expected),
        expected
    );
    let get = input(&cloud, &cloud.provider, &json!({}));
    assert_eq!(cloud.expect("GetPrincipalTagAttributeMap", &get), expected);
    // The provider's other name leads to the same map.
    let other = format!("127.0.0.1:9229/{}", cloud.user_pool);
    let get = input(&cloud, &other, &json!({}));
    let found = cloud.expect("GetPrincipalTagAttributeMap", &get);
    assert_eq!(found["PrincipalTags"], own["PrincipalTags"]);
}

#[test]
fn the_defaults_are_the_client_and_the_username() {
    let cloud = Cloud::new();
    let set = input(&cloud, &cloud.provider, &json!({ "UseDefaults": true }));
    let answer = cloud.expect("SetPrincipalTagAttributeMap", &set);
    let defaults = json!({ "client": "aud", "username": "sub" });
    assert_eq!(answer["PrincipalTags"], defaults);
    assert_eq!(answer["UseDefaults"], true);
}

#[test]
fn a_map_that_was_never_set_is_empty() {
    let cloud = Cloud::new();
    let get = input(&cloud, &cloud.provider, &json!({}));
    let empty = json!({ "UseDefaults": false, "PrincipalTags": {} });
    assert_eq!(
        cloud.expect("GetPrincipalTagAttributeMap", &get),
        input(&cloud, &cloud.provider, &empty)
    );
}

#[test]
fn a_provider_of_another_pool_gets_no_map() {
    let cloud = Cloud::new();
    let set = input(
        &cloud,
        "accounts.google.com",
        &json!({ "UseDefaults": true }),
    );
    let text = "'accounts.google.com' is not an identity provider of this identity pool.";
    assert_eq!(
        cloud.call("SetPrincipalTagAttributeMap", &set),
        refusal("InvalidParameterException", text)
    );
}

#[test]
fn every_kind_of_provider_may_have_a_map() {
    let cloud = Cloud::new();
    let saml = "arn:aws:iam::123456789012:saml-provider/example";
    let settings = json!({
        "IdentityPoolId": cloud.identity_pool,
        "IdentityPoolName": "every kind",
        "AllowUnauthenticatedIdentities": false,
        "SupportedLoginProviders": { "accounts.google.com": "123" },
        "OpenIdConnectProviderARNs": ["arn:aws:iam::123456789012:oidc-provider/example.com/path"],
        "SamlProviderARNs": [saml],
        "DeveloperProviderName": "login.example",
    });
    cloud.expect("UpdateIdentityPool", &settings);
    for provider in [
        "accounts.google.com",
        "example.com/path",
        saml,
        "login.example",
    ] {
        let set = input(&cloud, provider, &json!({ "UseDefaults": true }));
        cloud.expect("SetPrincipalTagAttributeMap", &set);
    }
}

#[test]
fn fifty_tags_are_the_most() {
    let cloud = Cloud::new();
    for (count, refused) in [(50, false), (51, true)] {
        let tags: serde_json::Map<_, _> = (0..count)
            .map(|it: u32| (it.to_string(), json!("sub")))
            .collect();
        let set = input(&cloud, &cloud.provider, &json!({ "PrincipalTags": tags }));
        let answer = cloud.call("SetPrincipalTagAttributeMap", &set);
        assert_eq!(answer.is_err(), refused, "{answer:?}");
    }
}
