//! Signing in with an external provider: a pool of another server, which is an OpenID provider like
//! any other.

use serde_json::{Value, json};

use super::elsewhere::{Elsewhere, PROVIDER};
use super::{App, CALLBACK, client_of};
use crate::core::tests::Cognito;
use crate::core::tests::browser::{Browser, query_of};
use crate::core::tests::harness::claims;

pub(super) const BY_PROVIDER: [(&str, &str); 2] =
    [("identity_provider", PROVIDER), ("state", "s-1")];

/// An application whose users may come by the provider.
pub(super) fn application<'c>(cognito: &'c Cognito, elsewhere: &Elsewhere) -> App<'c> {
    admitting(App::new(cognito), elsewhere)
}

pub(super) fn admitting<'c>(app: App<'c>, elsewhere: &Elsewhere) -> App<'c> {
    let mut provider = elsewhere.as_provider();
    provider["UserPoolId"] = app.pool_id.clone().into();
    app.cognito.expect("CreateIdentityProvider", &provider);
    app.change("SupportedIdentityProviders", json!(["COGNITO", PROVIDER]));
    app
}

/// Goes to the provider, signs in there as this user, and comes back.
pub(super) fn come_by(
    app: &App<'_>,
    elsewhere: &Elsewhere,
    browser: &Browser<'_>,
    username: &str,
) -> String {
    let back = leave(app, elsewhere, browser, username);
    browser.get(&back, &[]).location()
}

/// The same up to the way back.
fn leave(app: &App<'_>, elsewhere: &Elsewhere, browser: &Browser<'_>, username: &str) -> String {
    let asked = app.asking(&BY_PROVIDER);
    let there = browser.get("/oauth2/authorize", &asked).location();
    elsewhere.sign_in(username, &there)
}

#[track_caller]
pub(super) fn tokens(app: &App<'_>, location: &str) -> Value {
    assert!(
        location.starts_with(&format!("{CALLBACK}&code=")),
        "{location}"
    );
    assert!(location.ends_with("&state=s-1"), "{location}");
    app.redeem(&query_of(location)["code"], &[]).json()
}

#[track_caller]
pub(super) fn assert_told(location: &str, description: &str) {
    let told = query_of(location);
    assert_eq!(told["error"], "server_error", "{location}");
    assert_eq!(told["error_description"], description);
    assert_eq!(told["state"], "s-1");
}

#[test]
fn whoever_comes_for_the_first_time_becomes_a_user() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let browser = app.browser();
    let tokens = tokens(&app, &come_by(&app, &elsewhere, &browser, "demo"));
    let id = claims(&tokens["id_token"]);
    let username = format!("{PROVIDER}_{}", elsewhere.sub("demo"));
    assert_eq!(id["cognito:username"], username);
    assert_eq!(id["email"], "demo@example.com");
    assert_eq!(id["email_verified"], true);
    assert_eq!(id["name"], "Demo");
    assert_eq!(id["identities"][0]["providerName"], PROVIDER);
    assert_eq!(id["identities"][0]["userId"], elsewhere.sub("demo"));
    assert_eq!(id["identities"][0]["primary"], "true");
    let user = json!({ "UserPoolId": app.pool_id, "Username": username });
    let user = cognito.expect("AdminGetUser", &user);
    assert_eq!(user["UserStatus"], "EXTERNAL_PROVIDER");
}

#[test]
fn whoever_comes_again_is_the_same_user_with_what_the_provider_says_now() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let first = tokens(&app, &come_by(&app, &elsewhere, &app.browser(), "demo"));
    elsewhere.set_attribute("demo", "email", "new@example.com");
    let second = tokens(&app, &come_by(&app, &elsewhere, &app.browser(), "demo"));
    let (first, second) = (claims(&first["id_token"]), claims(&second["id_token"]));
    assert_eq!(first["sub"], second["sub"]);
    assert_eq!(second["email"], "new@example.com");
    assert_eq!(second["email_verified"], false);
}

#[test]
fn a_browser_that_came_by_a_provider_is_let_through_for_that_provider() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let browser = app.browser();
    come_by(&app, &elsewhere, &browser, "demo");
    let led = |provider| {
        let asked = app.asking(&[("identity_provider", provider)]);
        browser.get("/oauth2/authorize", &asked).location()
    };
    assert!(led(PROVIDER).starts_with(CALLBACK));
    assert!(led("COGNITO").starts_with("/login?"));
    app.change("SupportedIdentityProviders", json!([PROVIDER]));
    let fresh = app.browser().get("/oauth2/authorize", &app.asking(&[]));
    assert!(
        fresh.location().starts_with(&elsewhere.issuer()),
        "the only provider"
    );
}

#[test]
fn what_the_browser_takes_to_the_provider_binds_the_answer() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let page = app
        .browser()
        .get("/oauth2/authorize", &app.asking(&BY_PROVIDER));
    let cookie = page.header("set-cookie").unwrap();
    assert!(cookie.starts_with("cognito-passage-"), "{cookie}");
    assert!(
        cookie.contains("; HttpOnly; SameSite=Lax; Max-Age=900; Secure"),
        "{cookie}"
    );
    let asked = query_of(&page.location());
    let redirect_uri = "https://app.auth.localhost:9229/oauth2/idpresponse";
    assert_eq!(asked["redirect_uri"], redirect_uri);
    assert_eq!(asked["scope"], "openid email profile");
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["code_challenge"].len(), 43);
    assert_eq!(asked["nonce"].len(), 43);
    assert_ne!(asked["state"], "s-1");
    assert!(!cookie.contains(&asked["state"]));
}

#[test]
fn an_answer_that_was_not_asked_for_in_this_browser_leads_nowhere() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let nowhere = "/error?error=invalid_state";
    let (victim, attacker) = (app.browser(), app.browser());
    let back = leave(&app, &elsewhere, &attacker, "demo");
    // Nobody has left from here, or with another sign-in.
    assert_eq!(victim.get(&back, &[]).location(), nowhere);
    leave(&app, &elsewhere, &victim, "demo");
    assert_eq!(victim.get(&back, &[]).location(), nowhere);
    for state in ["", "x", "s-1"] {
        let asked = [("code", "c"), ("state", state)];
        let location = attacker.get("/oauth2/idpresponse", &asked).location();
        assert_eq!(location, nowhere);
    }
    let again = app.browser();
    let back = leave(&app, &elsewhere, &again, "demo");
    let kept = again.cookies();
    assert!(again.get(&back, &[]).location().starts_with(CALLBACK));
    again.plant_all(&kept);
    assert_eq!(again.get(&back, &[]).location(), nowhere, "twice");
    let slow = app.browser();
    let late = leave(&app, &elsewhere, &slow, "demo");
    cognito.pass(900);
    assert_eq!(slow.get(&late, &[]).location(), nowhere, "late");
}

#[test]
fn two_tabs_do_not_disturb_each_other() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let browser = app.browser();
    let first = leave(&app, &elsewhere, &browser, "demo");
    let second = leave(&app, &elsewhere, &browser, "second");
    for back in [first, second] {
        let location = browser.get(&back, &[]).location();
        assert!(location.starts_with(CALLBACK), "{location}");
    }
}

#[test]
fn a_code_of_another_sign_in_is_no_use() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let (victim, attacker) = (app.browser(), app.browser());
    let own = query_of(&leave(&app, &elsewhere, &attacker, "demo"));
    let others = query_of(&leave(&app, &elsewhere, &victim, "second"));
    let swapped = [
        ("code", others["code"].as_str()),
        ("state", own["state"].as_str()),
    ];
    let location = attacker.get("/oauth2/idpresponse", &swapped).location();
    let token_endpoint = format!("{}/oauth2/token", elsewhere.issuer());
    assert_told(&location, &format!("{token_endpoint} answered 400"));
}

#[test]
fn a_token_that_is_not_for_this_sign_in_is_refused() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let (same_client, other_client) = elsewhere.foreign_id_tokens();
    let mut broken = same_client.clone();
    let last = broken.len() - 10;
    let other = if &broken[last..=last] == "A" {
        "B"
    } else {
        "A"
    };
    broken.replace_range(last..=last, other);
    for (id_token, description) in [
        (same_client, "Other sent an ID token of another sign-in"),
        (other_client, "Other sent an ID token for somebody else"),
        (
            broken,
            "Other sent an ID token that none of its keys has signed",
        ),
        ("x".to_owned(), "Other sent something that is no ID token"),
    ] {
        elsewhere.replace("/oauth2/token", "id_token", id_token.into());
        let location = come_by(&app, &elsewhere, &app.browser(), "demo");
        assert_told(&location, description);
    }
    elsewhere.replace("/oauth2/token", "id_token", Value::Null);
    let location = come_by(&app, &elsewhere, &app.browser(), "demo");
    assert_told(&location, "Other sent no ID token");
}

#[test]
fn answers_that_do_not_go_together_are_refused() {
    for (path, member, value, description) in [
        (
            "/oauth2/userInfo",
            "sub",
            "somebody",
            "Other describes another user than has signed in",
        ),
        (
            "/oauth2/token",
            "access_token",
            "another",
            "Other sent an access token of another sign-in",
        ),
    ] {
        let elsewhere = Elsewhere::new();
        let cognito = Cognito::asking(&elsewhere);
        let app = application(&cognito, &elsewhere);
        elsewhere.replace(path, member, value.into());
        let location = come_by(&app, &elsewhere, &app.browser(), "demo");
        assert_told(&location, description);
    }
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    elsewhere.replace(
        "/openid-configuration",
        "issuer",
        "https://evil.example".into(),
    );
    let location = app
        .browser()
        .get("/oauth2/authorize", &app.asking(&BY_PROVIDER))
        .location();
    let issuer = elsewhere.issuer();
    let description =
        format!("Other is configured as {issuer} and calls itself https://evil.example");
    assert_told(&location, &description);
}

#[test]
fn what_the_provider_refuses_is_told_to_the_application() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let browser = app.browser();
    let back = query_of(&leave(&app, &elsewhere, &browser, "demo"));
    let refused = [
        ("error", "access_denied"),
        ("error_description", "no thanks"),
        ("state", back["state"].as_str()),
    ];
    let location = browser.get("/oauth2/idpresponse", &refused).location();
    assert_told(&location, "Other answered access_denied no thanks");
    // Nobody came in by that.
    let location = browser
        .get("/oauth2/authorize", &app.asking(&[]))
        .location();
    assert!(location.starts_with("/login?"), "{location}");
}

/// What a provider says of somebody leads to nobody else's account.
#[test]
fn an_address_that_a_provider_asserts_is_no_name_of_the_user() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let pool_id = cognito.pool(&json!({ "UsernameAttributes": ["email"] }));
    let domain = json!({ "UserPoolId": pool_id, "Domain": "app" });
    cognito.expect("CreateUserPoolDomain", &domain);
    cognito.user(&pool_id, "demo@example.com", &json!([]));
    let mut provider = elsewhere.as_provider();
    provider["UserPoolId"] = pool_id.clone().into();
    cognito.expect("CreateIdentityProvider", &provider);
    let mut settings = client_of("code");
    settings["SupportedIdentityProviders"] = json!([PROVIDER]);
    let app = App::of(&cognito, pool_id.clone(), &settings);
    let tokens = tokens(&app, &come_by(&app, &elsewhere, &app.browser(), "demo"));
    assert_eq!(claims(&tokens["id_token"])["email"], "demo@example.com");
    let id = json!({ "UserPoolId": pool_id, "Username": "demo@example.com" });
    let native = cognito.expect("AdminGetUser", &id);
    assert_eq!(native["UserStatus"], "CONFIRMED");
}

#[test]
fn providers_of_other_kinds_are_said_to_be_missing() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = App::new(&cognito);
    let provider = json!({
        "UserPoolId": app.pool_id, "ProviderName": "Saml", "ProviderType": "SAML",
        "ProviderDetails": { "MetadataURL": "https://idp.example/metadata" },
    });
    cognito.expect("CreateIdentityProvider", &provider);
    app.change("SupportedIdentityProviders", json!(["Saml"]));
    let location = app
        .browser()
        .get("/oauth2/authorize", &app.asking(&[]))
        .location();
    let client_id = &app.client_id;
    let shown = format!("/error?error=unsupported_identity_provider&client_id={client_id}");
    assert_eq!(location, shown);
}

#[test]
fn a_provider_is_found_by_its_identifier() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let asked = app.asking(&[("idp_identifier", "example.com")]);
    let location = app.browser().get("/oauth2/authorize", &asked).location();
    assert!(location.starts_with(&elsewhere.issuer()), "{location}");
}

#[test]
fn a_provider_that_is_not_there_is_no_reason_to_hang() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::new();
    let app = application(&cognito, &elsewhere);
    let location = app
        .browser()
        .get("/oauth2/authorize", &app.asking(&BY_PROVIDER))
        .location();
    assert_told(&location, "this server asks no others");
}

#[test]
fn a_provider_that_may_not_ask_says_that_nobody_is_signed_in() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let browser = app.browser();
    let asked = app.asking(&[("identity_provider", PROVIDER), ("prompt", "none")]);
    let there = query_of(&browser.get("/oauth2/authorize", &asked).location());
    assert_eq!(there["prompt"], "none");
    let refused = [
        ("error", "login_required"),
        ("state", there["state"].as_str()),
    ];
    let told = query_of(&browser.get("/oauth2/idpresponse", &refused).location());
    assert_eq!(told["error"], "login_required");
}

/// There is no password here to prove, to reset or to be asked for.
#[test]
fn whoever_comes_by_a_provider_comes_by_nothing_else() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    come_by(&app, &elsewhere, &app.browser(), "demo");
    let username = format!("{PROVIDER}_{}", elsewhere.sub("demo"));
    let password = json!({ "USERNAME": username, "PASSWORD": "Correct-Horse-1" });
    let mut settings = client_of("code");
    settings["ExplicitAuthFlows"] = json!(["ALLOW_USER_PASSWORD_AUTH"]);
    let app = app.another(&settings);
    let sign_in = json!({
        "ClientId": app.client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": password,
    });
    let (_, message) = cognito.call("InitiateAuth", &sign_in).unwrap_err();
    assert_eq!(message, "Incorrect username or password.");
    let reset = json!({ "UserPoolId": app.pool_id, "Username": username });
    let (_, message) = cognito.call("AdminResetUserPassword", &reset).unwrap_err();
    assert_eq!(
        message,
        "User password cannot be reset in the current state."
    );
    let forgotten = json!({ "ClientId": app.client_id, "Username": username });
    let (_, message) = cognito.call("ForgotPassword", &forgotten).unwrap_err();
    assert_eq!(
        message,
        "User password cannot be reset in the current state."
    );
}

#[test]
fn an_answer_of_another_provider_is_refused() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let browser = app.browser();
    let back = leave(&app, &elsewhere, &browser, "demo");
    let another = format!("{back}&iss=https%3A%2F%2Fattacker.example");
    let location = browser.get(&another, &[]).location();
    assert_told(
        &location,
        &format!("another provider than {PROVIDER} has answered"),
    );
}
