//! `GetOpenIdToken`: the tokens of the classic flow (protocol.md 8.1 and 8.4).

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde_json::{Value, json};

use super::harness::{Cloud, Refusal, not_authorized, refusal, text};

pub(super) fn claims(token: &Value) -> Value {
    part(token, 1)
}

fn part(token: &Value, index: usize) -> Value {
    let token = token.as_str().unwrap();
    let part = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn classic(cloud: &Cloud) -> String {
    cloud.identity_pool_with(&json!({
        "AllowClassicFlow": true, "AllowUnauthenticatedIdentities": true,
    }))
}

fn open_id_token(cloud: &Cloud, identity: &str, logins: &Value) -> Result<Value, Refusal> {
    let input = json!({ "IdentityId": identity, "Logins": logins });
    cloud.call("GetOpenIdToken", &input)
}

#[test]
fn a_token_says_who_where_and_how_for_ten_minutes() {
    let cloud = Cloud::new();
    let pool = classic(&cloud);
    let logins = cloud.logins("ann");
    let ann = cloud.get_id_of(&pool, &logins).unwrap();
    let answer = open_id_token(&cloud, &ann, &logins).unwrap();
    assert_eq!(answer["IdentityId"], json!(ann));
    let header = part(&answer["Token"], 0);
    assert_eq!(header["alg"], "RS512");
    assert_eq!(header["typ"], "JWS");
    let sub = claims(&logins[&cloud.provider])["sub"].clone();
    let method = format!("{}:CognitoSignIn:{}", cloud.provider, text(&sub));
    let expected = json!({
        "sub": ann,
        "aud": pool,
        "amr": ["authenticated", cloud.provider, method],
        "iss": "https://cognito-identity.amazonaws.com",
        "https://cognito-identity.amazonaws.com/identity-pool-arn":
            format!("arn:aws:cognito-identity:us-east-1:000000000000:identitypool/{pool}"),
        "exp": cloud.now() + 600,
        "iat": cloud.now(),
    });
    assert_eq!(claims(&answer["Token"]), expected);
}

#[test]
fn a_guest_is_unauthenticated() {
    let cloud = Cloud::new();
    let pool = classic(&cloud);
    let guest = cloud.get_id_of(&pool, &json!({})).unwrap();
    let answer = open_id_token(&cloud, &guest, &json!({})).unwrap();
    assert_eq!(claims(&answer["Token"])["amr"], json!(["unauthenticated"]));
}

#[test]
fn the_classic_flow_must_be_allowed() {
    let cloud = Cloud::new();
    let logins = cloud.logins("ann");
    let ann = cloud.get_id(&logins).unwrap();
    let text = "Basic (classic) flow is not enabled, please use enhanced flow.";
    assert_eq!(
        open_id_token(&cloud, &ann, &logins),
        refusal("InvalidParameterException", text)
    );
}

#[test]
fn an_identity_needs_its_login() {
    let cloud = Cloud::new();
    let pool = classic(&cloud);
    let ann = cloud.get_id_of(&pool, &cloud.logins("ann")).unwrap();
    let forbidden = format!("Access to Identity '{ann}' is forbidden.");
    assert_eq!(
        open_id_token(&cloud, &ann, &json!({})),
        not_authorized(&forbidden)
    );
    let mismatch = "Logins don't match. Please include at least one valid login for this identity \
                    or identity pool.";
    assert_eq!(
        open_id_token(&cloud, &ann, &cloud.logins("bob")),
        not_authorized(mismatch)
    );
}

#[test]
fn the_services_own_token_is_no_login() {
    let cloud = Cloud::new();
    let pool = classic(&cloud);
    let logins = cloud.logins("ann");
    let ann = cloud.get_id_of(&pool, &logins).unwrap();
    let token = open_id_token(&cloud, &ann, &logins).unwrap()["Token"].clone();
    let own = json!({ "cognito-identity.amazonaws.com": token });
    let text = "Invalid login token. Can't pass in a Cognito token.";
    assert_eq!(cloud.get_id_of(&pool, &own), not_authorized(text));
    // It does not even speak for the identity itself: no developer vouches for it.
    let unsupported = "Token is not from a supported provider of this identity pool.";
    assert_eq!(
        cloud.get_credentials(&ann, &own),
        not_authorized(unsupported)
    );
}

#[test]
fn a_guest_who_logs_in_as_somebody_known_gets_that_token() {
    let cloud = Cloud::new();
    let pool = classic(&cloud);
    let logins = cloud.logins("ann");
    let ann = cloud.get_id_of(&pool, &logins).unwrap();
    let guest = cloud.get_id_of(&pool, &json!({})).unwrap();
    let answer = open_id_token(&cloud, &guest, &logins).unwrap();
    assert_eq!(answer["IdentityId"], json!(ann));
    assert_eq!(claims(&answer["Token"])["sub"], json!(ann));
}
