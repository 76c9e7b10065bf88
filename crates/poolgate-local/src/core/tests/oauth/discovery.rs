//! What a pool's discovery document says of its domain.

use getrandom::SysRng;
use rand_core::UnwrapErr;
use serde_json::Value;

use super::App;
use crate::core::tests::Cognito;
use crate::oidc;
use crate::time::UnixTime;

fn document(cognito: &Cognito, pool_id: &str) -> Value {
    let now = UnixTime::from_seconds(cognito.now());
    let mut random = UnwrapErr(SysRng);
    let context = cognito.core.context(now, &mut random);
    serde_json::to_value(oidc::configuration(&context, pool_id).unwrap()).unwrap()
}

#[test]
fn a_pool_with_a_domain_names_its_endpoints_below_its_issuer() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let document = document(&cognito, &app.pool_id);
    let issuer = document["issuer"].as_str().unwrap();
    for (member, path) in [
        ("authorization_endpoint", "/oauth2/authorize"),
        ("end_session_endpoint", "/logout"),
        ("revocation_endpoint", "/oauth2/revoke"),
        ("token_endpoint", "/oauth2/token"),
        ("userinfo_endpoint", "/oauth2/userInfo"),
    ] {
        assert_eq!(document[member], format!("{issuer}{path}"), "{member}");
    }
}

#[test]
fn the_members_are_in_the_order_of_the_alphabet() {
    let cognito = Cognito::new();
    let app = App::new(&cognito);
    let now = UnixTime::from_seconds(cognito.now());
    let mut random = UnwrapErr(SysRng);
    let context = cognito.core.context(now, &mut random);
    let text = serde_json::to_string(&oidc::configuration(&context, &app.pool_id).unwrap());
    let text = text.unwrap();
    let members = document(&cognito, &app.pool_id);
    let mut names: Vec<_> = members.as_object().unwrap().keys().cloned().collect();
    names.sort_by_key(|name| text.find(&format!("\"{name}\":")));
    assert!(names.is_sorted(), "{names:?}");
    assert_eq!(names.len(), 12);
}

#[test]
fn a_pool_without_a_domain_names_none() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&serde_json::json!({}));
    let document = document(&cognito, &pool_id);
    assert_eq!(document.get("authorization_endpoint"), None);
    assert_eq!(document.get("token_endpoint"), None);
    assert!(document["jwks_uri"].is_string());
}
