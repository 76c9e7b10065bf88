//! Users who are somebody at an external provider too (protocol.md 9.6).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, PASSWORD, Refusal, claims, incorrect, refusal, text};

impl Demo<'_> {
    fn link(&self, username: &str, provider: &str, value: &str) -> Result<Value, Refusal> {
        let input = json!({
            "UserPoolId": self.pool_id,
            "DestinationUser": { "ProviderName": "Cognito", "ProviderAttributeValue": username },
            "SourceUser": {
                "ProviderName": provider, "ProviderAttributeName": "Cognito_Subject",
                "ProviderAttributeValue": value,
            },
        });
        self.cognito.call("AdminLinkProviderForUser", &input)
    }

    fn disable(&self, provider: &str, value: &str) -> Result<Value, Refusal> {
        let input = json!({
            "UserPoolId": self.pool_id,
            "User": {
                "ProviderName": provider, "ProviderAttributeName": "Cognito_Subject",
                "ProviderAttributeValue": value,
            },
        });
        self.cognito.call("AdminDisableProviderForUser", &input)
    }

    /// What an administrator sees of the user's identities.
    fn identities(&self) -> Option<Value> {
        let input = json!({ "UserPoolId": self.pool_id, "Username": "demo" });
        let user = self.cognito.expect("AdminGetUser", &input);
        let attributes = user["UserAttributes"].as_array().unwrap();
        let found = attributes.iter().find(|one| one["Name"] == "identities")?;
        Some(serde_json::from_str(&text(&found["Value"])).unwrap())
    }
}

/// A pool with the providers Google and Partner.
fn demo(cognito: &Cognito) -> Demo<'_> {
    let demo = cognito.demo();
    let mut google = json!({
        "UserPoolId": demo.pool_id, "ProviderName": "Google", "ProviderType": "Google",
        "ProviderDetails": {
            "client_id": "id", "client_secret": "secret", "authorize_scopes": "openid",
            "attributes_request_method": "GET", "oidc_issuer": "https://idp.example.com",
        },
    });
    cognito.expect("CreateIdentityProvider", &google);
    google["ProviderName"] = "Partner".into();
    google["ProviderType"] = "OIDC".into();
    cognito.expect("CreateIdentityProvider", &google);
    demo
}

#[test]
fn a_linked_identity_is_seen_by_administrators_and_in_tokens() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    assert_eq!(demo.identities(), None);
    assert_eq!(demo.link("demo", "Google", "1234"), Ok(json!({})));
    assert_eq!(demo.link("demo", "Partner", "5678"), Ok(json!({})));
    let expected = json!([
        {
            "userId": "1234", "providerName": "Google", "providerType": "Google",
            "issuer": null, "primary": false, "dateCreated": 1_790_000_000_000_i64,
        },
        {
            "userId": "5678", "providerName": "Partner", "providerType": "OIDC",
            "issuer": "https://idp.example.com", "primary": false,
            "dateCreated": 1_790_000_000_000_i64,
        },
    ]);
    assert_eq!(demo.identities(), Some(expected));

    let tokens = demo.tokens();
    let identity = claims(&tokens["IdToken"])["identities"][0].clone();
    assert_eq!(identity["userId"], "1234");
    assert_eq!(identity["primary"], "false");
    assert_eq!(identity["dateCreated"], "1790000000000");
    let user = demo.get_user(&tokens["AccessToken"]).unwrap();
    let names: Vec<&Value> = user["UserAttributes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|attribute| &attribute["Name"])
        .collect();
    assert!(names.contains(&&json!("identities")));
    // Nobody sets it as an attribute.
    let update = json!({
        "UserPoolId": demo.pool_id, "Username": "demo",
        "UserAttributes": [{ "Name": "identities", "Value": "[]" }],
    });
    assert!(cognito.call("AdminUpdateUserAttributes", &update).is_err());
}

#[test]
fn an_identity_is_one_users() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    cognito.user(&demo.pool_id, "other", &json!([]));
    demo.link("demo", "Google", "1234").unwrap();
    let again = "SourceUser is already linked to DestinationUser";
    assert_eq!(
        demo.link("demo", "Google", "1234"),
        Err(refusal("InvalidParameter", again))
    );
    let merging = "Merging is not currently supported, provide a SourceUser that is not already \
                   signed up.";
    assert_eq!(
        demo.link("other", "Google", "1234"),
        Err(refusal("InvalidParameter", merging))
    );
    assert!(demo.link("other", "Partner", "1234").is_ok());
}

#[test]
fn a_user_has_five_identities_at_most() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    for number in 0..5 {
        demo.link("demo", "Google", &number.to_string()).unwrap();
    }
    let full = refusal("LimitExceeded", "A user has at most 5 linked identities.");
    assert_eq!(demo.link("demo", "Google", "5"), Err(full));
}

#[test]
fn what_cannot_be_linked_is_refused() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    let nobody = refusal("UserNotFound", "User does not exist.");
    assert_eq!(demo.link("nobody", "Google", "1"), Err(nobody));
    let message = format!(
        "The provider Facebook does not exist for User Pool {}.",
        demo.pool_id
    );
    assert_eq!(
        demo.link("demo", "Facebook", "1"),
        Err(refusal("ResourceNotFound", &message))
    );
    for (provider, value) in [("Cognito", "demo"), ("Google", "")] {
        let (code, _) = demo.link("demo", provider, value).unwrap_err();
        assert_eq!(code, "InvalidParameterException");
    }
    let by_email = json!({
        "UserPoolId": demo.pool_id,
        "DestinationUser": { "ProviderName": "Cognito", "ProviderAttributeValue": "demo" },
        "SourceUser": {
            "ProviderName": "Google", "ProviderAttributeName": "email",
            "ProviderAttributeValue": "a@example.com",
        },
    });
    let message = "Users of Google are known by Cognito_Subject, not by email.";
    assert_eq!(
        cognito.call("AdminLinkProviderForUser", &by_email),
        Err(refusal("InvalidParameter", message))
    );
}

#[test]
fn a_link_is_taken_away_and_may_be_made_anew() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    cognito.user(&demo.pool_id, "other", &json!([]));
    demo.link("demo", "Google", "1234").unwrap();
    demo.link("demo", "Partner", "1234").unwrap();
    assert_eq!(demo.disable("Google", "1234"), Ok(json!({})));
    let left = demo.identities().unwrap();
    assert_eq!(left.as_array().unwrap().len(), 1);
    assert_eq!(left[0]["providerName"], "Partner");
    let gone = refusal("UserNotFound", "User does not exist.");
    assert_eq!(demo.disable("Google", "1234"), Err(gone));
    assert!(demo.link("other", "Google", "1234").is_ok());
}

#[test]
fn a_user_of_the_pool_itself_loses_the_password() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    demo.link("demo", "Google", "1234").unwrap();
    assert_eq!(demo.disable("Cognito", "demo"), Ok(json!({})));
    assert_eq!(demo.password_sign_in("demo", PASSWORD), Err(incorrect()));
    assert!(demo.identities().is_some());
}

#[test]
fn an_identity_is_free_once_its_user_is_gone() {
    let cognito = Cognito::new();
    let demo = demo(&cognito);
    cognito.user(&demo.pool_id, "other", &json!([]));
    demo.link("demo", "Google", "1234").unwrap();
    let id = json!({ "UserPoolId": demo.pool_id, "Username": "demo" });
    cognito.expect("AdminDeleteUser", &id);
    assert!(demo.link("other", "Google", "1234").is_ok());
}

#[test]
fn no_attribute_of_a_user_is_taken_for_somebody_elses_identity() {
    let cognito = Cognito::new();
    let settings = json!({ "AliasAttributes": ["preferred_username"] });
    let demo = cognito.demo_with(&settings, &json!({}));
    let partner = json!({
        "UserPoolId": demo.pool_id, "ProviderName": "Partner", "ProviderType": "OIDC",
        "ProviderDetails": {
            "client_id": "id", "client_secret": "secret", "authorize_scopes": "openid",
            "attributes_request_method": "GET", "oidc_issuer": "https://idp.example.com",
        },
    });
    cognito.expect("CreateIdentityProvider", &partner);
    cognito.user(&demo.pool_id, "mallory", &json!([]));
    let squat = json!({
        "UserPoolId": demo.pool_id, "Username": "mallory",
        "UserAttributes": [{
            "Name": "preferred_username", "Value": "\0Partner\0Cognito_Subject\0victim",
        }],
    });
    cognito.expect("AdminUpdateUserAttributes", &squat);
    demo.link("demo", "Partner", "victim").unwrap();
    assert_eq!(demo.identities().unwrap()[0]["userId"], "victim");
}
