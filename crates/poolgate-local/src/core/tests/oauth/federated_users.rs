//! Whom a provider brings in: linked users, new ones, and those who may not.

use serde_json::json;

use super::elsewhere::{Elsewhere, PROVIDER};
use super::federation::{admitting, application, assert_told, come_by, tokens};
use super::{App, CALLBACK, client_of};
use crate::core::tests::Cognito;
use crate::core::tests::browser::query_of;
use crate::core::tests::harness::{PASSWORD, claims};

#[test]
fn a_linked_user_who_has_never_had_a_password_of_their_own_comes_in_until_unlinked() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let bea = json!({ "UserPoolId": app.pool_id, "Username": "bea", "MessageAction": "SUPPRESS" });
    cognito.expect("AdminCreateUser", &bea);
    let source = json!({
        "ProviderName": PROVIDER, "ProviderAttributeName": "Cognito_Subject",
        "ProviderAttributeValue": elsewhere.sub("demo"),
    });
    let link = json!({
        "UserPoolId": app.pool_id, "SourceUser": source,
        "DestinationUser": { "ProviderName": "Cognito", "ProviderAttributeValue": "bea" },
    });
    cognito.expect("AdminLinkProviderForUser", &link);
    let browser = app.browser();
    let tokens = tokens(&app, &come_by(&app, &elsewhere, &browser, "demo"));
    assert_eq!(claims(&tokens["id_token"])["cognito:username"], "bea");

    let location = || {
        browser
            .get("/oauth2/authorize", &app.asking(&[]))
            .location()
    };
    assert!(location().starts_with(CALLBACK));
    let unlink = json!({ "UserPoolId": app.pool_id, "User": source });
    cognito.expect("AdminDisableProviderForUser", &unlink);
    assert!(location().starts_with("/login?"), "{}", location());
}

#[test]
fn a_user_without_what_the_pool_requires_is_not_made() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let pool_id = cognito.pool(&json!({ "Schema": [{ "Name": "nickname", "Required": true }] }));
    let domain = json!({ "UserPoolId": pool_id, "Domain": "app" });
    cognito.expect("CreateUserPoolDomain", &domain);
    let app = admitting(App::of(&cognito, pool_id, &client_of("code")), &elsewhere);
    let told = query_of(&come_by(&app, &elsewhere, &app.browser(), "demo"));
    assert_eq!(told["error"], "invalid_request");
    assert_eq!(told["error_description"], "attributes required: [nickname]");
}

#[test]
fn a_browser_in_which_an_own_user_signed_in_is_none_for_a_client_that_admits_only_others() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let browser = app.browser();
    browser.pass("demo", &app.asking(&[]));
    app.change("SupportedIdentityProviders", json!([PROVIDER]));
    let location = browser
        .get("/oauth2/authorize", &app.asking(&[]))
        .location();
    assert!(!location.starts_with(CALLBACK), "{location}");
}

#[test]
fn a_disabled_user_does_not_come_by_a_provider_either() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    come_by(&app, &elsewhere, &app.browser(), "demo");
    let username = format!("{PROVIDER}_{}", elsewhere.sub("demo"));
    let id = json!({ "UserPoolId": app.pool_id, "Username": username });
    cognito.expect("AdminDisableUser", &id);
    let location = come_by(&app, &elsewhere, &app.browser(), "demo");
    assert_told(&location, "User is disabled.");
}

#[test]
fn a_linked_user_comes_by_the_provider_too() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    for (attribute, value) in [
        ("Cognito_Subject", elsewhere.sub("demo")),
        ("email", "second@example.com".to_owned()),
    ] {
        let link = json!({
            "UserPoolId": app.pool_id,
            "DestinationUser": { "ProviderName": "Cognito", "ProviderAttributeValue": "demo" },
            "SourceUser": {
                "ProviderName": PROVIDER, "ProviderAttributeName": attribute,
                "ProviderAttributeValue": value,
            },
        });
        cognito.expect("AdminLinkProviderForUser", &link);
    }
    for username in ["demo", "second"] {
        let tokens = tokens(&app, &come_by(&app, &elsewhere, &app.browser(), username));
        let id = claims(&tokens["id_token"]);
        assert_eq!(id["cognito:username"], "demo");
        assert_eq!(id["identities"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn a_new_address_is_as_verified_as_the_provider_says() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let come = || {
        let tokens = tokens(&app, &come_by(&app, &elsewhere, &app.browser(), "demo"));
        let id = claims(&tokens["id_token"]);
        (id["email"].clone(), id["email_verified"].clone())
    };
    assert_eq!(come(), (json!("demo@example.com"), json!(true)));
    // Also where it says the same of it as of the old one.
    elsewhere.set_attribute("demo", "email", "new@example.com");
    elsewhere.set_attribute("demo", "email_verified", "true");
    assert_eq!(come(), (json!("new@example.com"), json!(true)));
    assert_eq!(come(), (json!("new@example.com"), json!(true)));
    elsewhere.set_attribute("demo", "email_verified", "false");
    assert_eq!(come(), (json!("new@example.com"), json!(false)));
}

#[test]
fn a_claim_that_is_called_like_the_subject_is_not_the_subject() {
    for name in ["Cognito_Subject", "Cognito_Subject\0x"] {
        let elsewhere = Elsewhere::new();
        let cognito = Cognito::asking(&elsewhere);
        let app = application(&cognito, &elsewhere);
        let user = |username: &str| {
            let tokens = tokens(&app, &come_by(&app, &elsewhere, &app.browser(), username));
            claims(&tokens["id_token"])["sub"].clone()
        };
        let demo = user("demo");
        elsewhere.replace("/oauth2/userInfo", name, elsewhere.sub("demo").into());
        assert_ne!(user("second"), demo, "{name:?}");
    }
}

/// The hidden token of the form on the sign-in page.
fn form_token(page: &str) -> String {
    let (_, rest) = page.split_once(r#"name="_csrf" value=""#).expect("a form");
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn the_pages_lead_a_request_for_a_provider_there_and_let_nobody_else_in() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let browser = app.browser();
    let token = form_token(&browser.get("/login", &app.asking(&[])).text());
    for supported in [json!(["COGNITO", PROVIDER]), json!([PROVIDER])] {
        app.change("SupportedIdentityProviders", supported);
        let asked = app.asking(&[("identity_provider", PROVIDER)]);
        for path in ["/login", "/signup", "/forgotPassword"] {
            let mut location = browser.get(path, &asked).location();
            if path != "/login" {
                location = browser.get(&location, &[]).location();
            }
            assert!(location.starts_with("/oauth2/authorize?"), "{location}");
            let there = browser.get(&location, &[]).location();
            assert!(there.starts_with(&elsewhere.issuer()), "{there}");
        }
        let form = [
            ("username", "demo"),
            ("password", PASSWORD),
            ("_csrf", token.as_str()),
        ];
        let page = browser.send("POST", "/login", &asked, &form, &[]);
        assert_eq!(page.status, 400, "{}", page.text());
    }
    // Signing out leads on with it, and to another account there.
    let asked = app.asking(&[("identity_provider", PROVIDER)]);
    let login = browser.get("/logout", &asked).location();
    let location = browser.get(&login, &[]).location();
    assert!(location.starts_with("/oauth2/authorize?"), "{location}");
    let there = query_of(&browser.get(&location, &[]).location());
    assert_eq!(there["prompt"], "login");
}

#[test]
fn another_account_is_asked_for_at_the_provider_too() {
    let elsewhere = Elsewhere::new();
    let cognito = Cognito::asking(&elsewhere);
    let app = application(&cognito, &elsewhere);
    let browser = app.browser();
    come_by(&app, &elsewhere, &browser, "demo");
    for further in [
        &[][..],
        &[("prompt", "consent")],
        &[("prompt", "login")],
        &[("prompt", "select_account")],
    ] {
        let mut asked = app.asking(further);
        asked.push(("account", "another"));
        let page = browser.get("/login", &asked).text();
        let (_, link) = page
            .split_once("href=\"/oauth2/authorize?")
            .expect("a link");
        let link = link.split('"').next().unwrap().replace("&#38;", "&");
        assert_eq!(link.matches("prompt=").count(), 1, "{link}");
        let there = browser.get(&format!("/oauth2/authorize?{link}"), &[]);
        let there = query_of(&there.location());
        assert_eq!(
            there.get("prompt").map(String::as_str),
            Some("login"),
            "{link}"
        );
    }
    // Nobody is asked who has no such wish.
    let elsewhere = app.asking(&[("identity_provider", PROVIDER)]);
    let location = browser.get("/oauth2/authorize", &elsewhere).location();
    assert!(location.starts_with(CALLBACK), "{location}");
}
