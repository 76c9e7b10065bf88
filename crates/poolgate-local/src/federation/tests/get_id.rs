//! `GetId`: which logins lead to an identity.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::harness::{Cloud, not_authorized, text};
use crate::core::{IssuerForm, Settings};

#[test]
fn the_same_user_is_the_same_identity() {
    let cloud = Cloud::new();
    let ann = cloud.get_id(&cloud.logins("ann")).unwrap();
    cloud.pass(60);
    assert_eq!(cloud.get_id(&cloud.logins("ann")).unwrap(), ann);
    assert_ne!(cloud.get_id(&cloud.logins("bob")).unwrap(), ann);
    assert!(ann.starts_with("us-east-1:"));
}

#[test]
fn the_providers_other_name_is_the_same_provider() {
    let cloud = Cloud::new();
    let by_issuer = json!({ format!("127.0.0.1:9229/{}", cloud.user_pool): cloud.id_token("ann") });
    let ann = cloud.get_id(&by_issuer).unwrap();
    assert_eq!(cloud.get_id(&cloud.logins("ann")).unwrap(), ann);
    // The identity pool may have been configured by that name as well.
    let name = json!({ "ProviderName": format!("127.0.0.1:9229/{}", cloud.user_pool) });
    let other = cloud.new_identity_pool(false, &name);
    assert!(cloud.get_id_of(&other, &cloud.logins("ann")).is_ok());
}

#[test]
fn tokens_with_cognitos_issuer_are_accepted() {
    let mut settings = Settings::new("http://127.0.0.1:9229");
    settings.issuer = IssuerForm::Aws;
    let cloud = Cloud::with(settings, &json!({}));
    assert!(cloud.get_id(&cloud.logins("ann")).is_ok());
}

#[test]
fn nobody_gets_in_without_a_login() {
    let cloud = Cloud::new();
    let text = "Unauthenticated access is not supported for this identity pool.";
    assert_eq!(cloud.get_id(&json!({})), not_authorized(text));
}

#[test]
fn guests_get_an_identity_each_where_they_are_welcome() {
    let cloud = Cloud::new();
    let pool = cloud.new_identity_pool(true, &json!({}));
    let first = cloud.get_id_of(&pool, &json!({})).unwrap();
    assert_ne!(cloud.get_id_of(&pool, &json!({})).unwrap(), first);
}

#[test]
fn an_unknown_provider_or_client_is_refused() {
    let cloud = Cloud::new();
    let unsupported = "Token is not from a supported provider of this identity pool.";
    let token = cloud.id_token("ann");
    for provider in [
        "accounts.google.com",
        "cognito-idp.eu-west-1.amazonaws.com/us-east-1_x",
        "x/",
    ] {
        assert_eq!(
            cloud.get_id(&json!({ provider: token })),
            not_authorized(unsupported)
        );
    }
    let stranger = cloud.new_client();
    let token = text(&cloud.tokens("ann", &stranger)["IdToken"]);
    assert_eq!(
        cloud.get_id(&json!({ &cloud.provider: token })),
        not_authorized(unsupported)
    );
}

#[test]
fn an_access_token_is_no_login() {
    let cloud = Cloud::new();
    let token = text(&cloud.tokens("ann", &cloud.client)["AccessToken"]);
    let text = "Invalid login token. Missing a required claim: aud";
    assert_eq!(
        cloud.get_id(&json!({ &cloud.provider: token })),
        not_authorized(text)
    );
}

#[test]
fn an_expired_token_is_refused_with_both_times() {
    let cloud = Cloud::new();
    let logins = cloud.logins("ann");
    let expires = cloud.now() + 3600;
    cloud.pass(3599);
    assert!(cloud.get_id(&logins).is_ok());
    cloud.pass(1);
    let text = format!("Invalid login token. Token expired: {expires} >= {expires}");
    assert_eq!(cloud.get_id(&logins), not_authorized(&text));
}

#[test]
fn the_token_of_another_pool_is_refused() {
    let cloud = Cloud::new();
    let other = Cloud::new();
    let foreign = json!({ &cloud.provider: other.id_token("ann") });
    let text = "Invalid login token. Issuer doesn't match providerName";
    assert_eq!(cloud.get_id(&foreign), not_authorized(text));
}

/// The user's token with a part of it replaced by other JSON.
fn altered(cloud: &Cloud, part: usize, change: impl Fn(&mut Value)) -> Value {
    let token = cloud.id_token("ann");
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let mut value: Value =
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(&parts[part]).unwrap()).unwrap();
    change(&mut value);
    parts[part] = BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    json!({ &cloud.provider: parts.join(".") })
}

#[test]
fn an_altered_token_does_not_verify() {
    let cloud = Cloud::new();
    let unverified = "Invalid login token. Couldn't verify signed token.";
    let none = altered(&cloud, 0, |header| header["alg"] = json!("none"));
    let hmac = altered(&cloud, 0, |header| header["alg"] = json!("HS256"));
    let key = altered(&cloud, 0, |header| header["kid"] = json!("other"));
    let subject = altered(&cloud, 1, |claims| claims["sub"] = json!("somebody"));
    let expiry = altered(&cloud, 1, |claims| claims["exp"] = json!(i64::MAX));
    for logins in [none, hmac, key, subject, expiry] {
        assert_eq!(cloud.get_id(&logins), not_authorized(unverified));
    }
    let own = altered(&cloud, 1, |claims| {
        claims["iss"] = json!("https://cognito-identity.amazonaws.com");
    });
    let text = "Invalid login token. Can't pass in a Cognito token.";
    assert_eq!(cloud.get_id(&own), not_authorized(text));
}

#[test]
fn one_bad_login_spoils_the_good_ones() {
    let cloud = Cloud::new();
    let by_issuer = format!("127.0.0.1:9229/{}", cloud.user_pool);
    let logins = json!({ &cloud.provider: cloud.id_token("ann"), by_issuer: "garbage" });
    let text = "Invalid login token. Not a valid OpenId Connect identity token.";
    assert_eq!(cloud.get_id(&logins), not_authorized(text));
}

#[test]
fn a_checked_provider_wants_active_tokens() {
    let cloud = Cloud::with(
        Settings::new("http://127.0.0.1:9229"),
        &json!({ "ServerSideTokenCheck": true }),
    );
    let tokens = cloud.tokens("ann", &cloud.client);
    let logins = json!({ &cloud.provider: tokens["IdToken"] });
    assert!(cloud.get_id(&logins).is_ok());
    cloud.user_pools(
        "GlobalSignOut",
        &json!({ "AccessToken": tokens["AccessToken"] }),
    );
    assert_eq!(cloud.get_id(&logins), not_authorized("Token is inactive"));
    // An unchecked provider believes the token until it expires.
    let unchecked = cloud.new_identity_pool(false, &json!({}));
    assert!(cloud.get_id_of(&unchecked, &logins).is_ok());
}

#[test]
fn a_checked_provider_refuses_whoever_lost_the_right_to_sign_in() {
    let cloud = Cloud::with(
        Settings::new("http://127.0.0.1:9229"),
        &json!({ "ServerSideTokenCheck": true }),
    );
    let user = |name: &str| json!({ "UserPoolId": cloud.user_pool, "Username": name });
    let inactive = || not_authorized("Token is inactive");
    let ann = cloud.logins("ann");
    let identity = cloud.get_id(&ann).unwrap();
    cloud.user_pools("AdminDisableUser", &user("ann"));
    assert_eq!(cloud.get_id(&ann), inactive());
    let refused = cloud.get_credentials(&identity, &ann);
    assert_eq!(refused, not_authorized("Token is inactive"));
    // Being allowed again does not bring the old token back.
    cloud.user_pools("AdminEnableUser", &user("ann"));
    assert_eq!(cloud.get_id(&ann), inactive());
    assert_eq!(cloud.get_id(&cloud.logins("ann")).unwrap(), identity);

    let tokens = cloud.tokens("bob", &cloud.client);
    let bob = json!({ &cloud.provider: tokens["IdToken"] });
    assert!(cloud.get_id(&bob).is_ok());
    let refresh = json!({ "Token": tokens["RefreshToken"], "ClientId": cloud.client });
    cloud.user_pools("RevokeToken", &refresh);
    assert_eq!(cloud.get_id(&bob), inactive());
    let bob = cloud.logins("bob");
    cloud.user_pools("AdminDeleteUser", &user("bob"));
    assert_eq!(cloud.get_id(&bob), inactive());
}

#[test]
fn any_text_for_a_token_is_answered() {
    let cloud = Cloud::new();
    let mut runner = proptest::test_runner::TestRunner::default();
    let garbage = prop_oneof![
        ".{1,40}",
        r"[A-Za-z0-9_-]{0,20}\.[A-Za-z0-9_-]{0,20}\.[A-Za-z0-9_-]{0,20}"
    ];
    runner
        .run(&garbage, |token| {
            let (code, _) = cloud
                .get_id(&json!({ &cloud.provider: token }))
                .unwrap_err();
            prop_assert!(
                ["NotAuthorizedException", "InvalidParameterException"].contains(&code.as_str())
            );
            Ok(())
        })
        .unwrap();
}
