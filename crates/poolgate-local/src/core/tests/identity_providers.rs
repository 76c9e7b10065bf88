//! Identity providers, and the app clients that offer them (protocol.md 9.5).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Refusal, refusal};

fn google() -> Value {
    json!({
        "ProviderName": "Google", "ProviderType": "Google",
        "ProviderDetails": {
            "client_id": "id", "client_secret": "secret", "authorize_scopes": "openid email",
        },
    })
}

fn oidc(name: &str) -> Value {
    json!({
        "ProviderName": name, "ProviderType": "OIDC",
        "ProviderDetails": {
            "client_id": "id", "client_secret": "secret", "authorize_scopes": "openid",
            "attributes_request_method": "GET", "oidc_issuer": "https://idp.example.com",
        },
    })
}

/// A pool and what is done with its providers.
struct Providers<'c> {
    cognito: &'c Cognito,
    pool_id: String,
}

impl<'c> Providers<'c> {
    fn new(cognito: &'c Cognito) -> Self {
        let pool_id = cognito.pool(&json!({}));
        Self { cognito, pool_id }
    }

    fn call(&self, operation: &str, mut input: Value) -> Result<Value, Refusal> {
        input["UserPoolId"] = self.pool_id.as_str().into();
        self.cognito.call(operation, &input)
    }

    #[track_caller]
    fn create(&self, input: Value) -> Value {
        let answer = self.call("CreateIdentityProvider", input).unwrap();
        answer["IdentityProvider"].clone()
    }

    fn describe(&self, name: &str) -> Result<Value, Refusal> {
        self.call("DescribeIdentityProvider", json!({ "ProviderName": name }))
    }

    fn not_found(&self, code: &str, name: &str) -> Refusal {
        let pool_id = &self.pool_id;
        let message = format!("The provider {name} does not exist for User Pool {pool_id}.");
        refusal(code, &message)
    }
}

#[test]
fn a_known_provider_gets_its_endpoints_and_its_subject() {
    let cognito = Cognito::new();
    let providers = Providers::new(&cognito);
    let created = providers.create(google());
    let expected = json!({
        "UserPoolId": providers.pool_id, "ProviderName": "Google", "ProviderType": "Google",
        "ProviderDetails": {
            "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=",
            "attributes_url_add_attributes": "true",
            "authorize_scopes": "openid email",
            "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
            "client_id": "id", "client_secret": "secret",
            "oidc_issuer": "https://accounts.google.com",
            "token_request_method": "POST",
            "token_url": "https://www.googleapis.com/oauth2/v4/token",
        },
        "AttributeMapping": { "username": "sub" },
        "CreationDate": 1_790_000_000.0, "LastModifiedDate": 1_790_000_000.0,
    });
    assert_eq!(created, expected);
    let described = providers.describe("Google").unwrap();
    assert_eq!(described["IdentityProvider"], expected);
}

#[test]
fn facebooks_endpoints_follow_the_version_of_its_api() {
    let cognito = Cognito::new();
    let providers = Providers::new(&cognito);
    let mut facebook = google();
    facebook["ProviderName"] = "Facebook".into();
    facebook["ProviderType"] = "Facebook".into();
    facebook["ProviderDetails"]["api_version"] = "v21.0".into();
    let details = providers.create(facebook)["ProviderDetails"].clone();
    assert_eq!(
        details["authorize_url"],
        "https://www.facebook.com/v21.0/dialog/oauth"
    );
    assert_eq!(
        details["attributes_url"],
        "https://graph.facebook.com/v21.0/me?fields="
    );
}

#[test]
fn a_private_key_is_never_shown() {
    let cognito = Cognito::new();
    let providers = Providers::new(&cognito);
    let apple = json!({
        "ProviderName": "SignInWithApple", "ProviderType": "SignInWithApple",
        "ProviderDetails": {
            "client_id": "id", "team_id": "team", "key_id": "key", "private_key": "hush",
            "authorize_scopes": "email name",
        },
    });
    let created = providers.create(apple);
    assert!(!created.to_string().contains("hush"));
    // It is still there: an update that leaves the details out is complete.
    let update = json!({ "ProviderName": "SignInWithApple" });
    assert!(providers.call("UpdateIdentityProvider", update).is_ok());
}

#[test]
fn a_name_is_taken_once_and_social_ones_are_reserved() {
    let cognito = Cognito::new();
    let providers = Providers::new(&cognito);
    providers.create(oidc("Partner"));
    let pool_id = &providers.pool_id;
    let taken = format!("Partner already exists in user pool {pool_id}");
    assert_eq!(
        providers.call("CreateIdentityProvider", oidc("Partner")),
        Err(refusal("DuplicateProvider", &taken))
    );
    let mut named = google();
    named["ProviderName"] = "NameOfGP".into();
    for (input, message) in [
        (named, "Provider NameOfGP cannot be of type Google."),
        (oidc("Google"), "Provider Google cannot be of type OIDC."),
        (oidc("Cognito"), "Provider Cognito cannot be of type OIDC."),
    ] {
        assert_eq!(
            providers.call("CreateIdentityProvider", input),
            Err(refusal("InvalidParameter", message))
        );
    }
}

#[test]
fn every_type_has_details_it_cannot_be_without() {
    let cognito = Cognito::new();
    let providers = Providers::new(&cognito);
    for (provider_type, missing) in [
        ("Facebook", "client_id"),
        ("Google", "client_id"),
        ("LoginWithAmazon", "client_id"),
        ("SignInWithApple", "client_id"),
        ("OIDC", "client_id"),
        ("SAML", "MetadataURL or MetadataFile"),
    ] {
        let name = match provider_type {
            "OIDC" | "SAML" => "Partner",
            social => social,
        };
        let input = json!({
            "ProviderName": name, "ProviderType": provider_type, "ProviderDetails": {},
        });
        let message =
            format!("The ProviderDetails of a provider of type {provider_type} lack {missing}.");
        assert_eq!(
            providers.call("CreateIdentityProvider", input),
            Err(refusal("InvalidParameter", &message))
        );
    }
    for (key, value) in [
        ("attributes_request_method", "PUT"),
        ("oidc_issuer", "idp.example.com"),
        ("jwks_uri", "ftp://idp.example.com/keys"),
    ] {
        let mut input = oidc("Partner");
        input["ProviderDetails"][key] = value.into();
        let (code, message) = providers.call("CreateIdentityProvider", input).unwrap_err();
        assert_eq!(code, "InvalidParameterException");
        assert!(message.contains(value), "{message}");
    }
}

#[test]
fn attributes_are_mapped_to_what_the_pool_has() {
    let cognito = Cognito::new();
    let providers = Providers::new(&cognito);
    let mut input = oidc("Partner");
    input["AttributeMapping"] = json!({ "email": "mail", "custom:plan": "plan" });
    let refused = providers.call("CreateIdentityProvider", input.clone());
    let message = "The attribute mapping names custom:plan, which the user pool lacks.";
    assert_eq!(refused, Err(refusal("InvalidParameter", message)));
    let plan = json!({ "CustomAttributes": [{ "Name": "plan", "AttributeDataType": "String" }] });
    providers.call("AddCustomAttributes", plan).unwrap();
    assert_eq!(
        providers.create(input)["AttributeMapping"],
        json!({ "email": "mail", "custom:plan": "plan", "username": "sub" })
    );
}

#[test]
fn an_identifier_leads_to_one_provider() {
    let cognito = Cognito::new();
    let providers = Providers::new(&cognito);
    let mut partner = oidc("Partner");
    partner["IdpIdentifiers"] = json!(["example.com", "example.org"]);
    let created = providers.create(partner.clone());
    for identifier in ["example.com", "example.org"] {
        let input = json!({ "IdpIdentifier": identifier });
        let found = providers
            .call("GetIdentityProviderByIdentifier", input)
            .unwrap();
        assert_eq!(found["IdentityProvider"], created);
    }
    let mut rival = oidc("Rival");
    rival["IdpIdentifiers"] = json!(["example.org"]);
    let pool_id = &providers.pool_id;
    let taken = format!("The identifier example.org already exists in user pool {pool_id}");
    assert_eq!(
        providers.call("CreateIdentityProvider", rival.clone()),
        Err(refusal("DuplicateProvider", &taken))
    );
    // An update that leaves the identifiers out drops them.
    let update = json!({ "ProviderName": "Partner" });
    let updated = providers.call("UpdateIdentityProvider", update).unwrap();
    assert_eq!(updated["IdentityProvider"].get("IdpIdentifiers"), None);
    let gone = json!({ "IdpIdentifier": "example.com" });
    assert_eq!(
        providers.call("GetIdentityProviderByIdentifier", gone),
        Err(providers.not_found("ResourceNotFound", "example.com"))
    );
    providers.create(rival);
}

#[test]
fn an_update_replaces_and_a_deletion_forgets() {
    let cognito = Cognito::new();
    let providers = Providers::new(&cognito);
    let mut partner = oidc("Partner");
    partner["AttributeMapping"] = json!({ "email": "mail", "username": "oid" });
    providers.create(partner.clone());
    cognito.pass(5);
    let mut update = json!({ "ProviderName": "Partner" });
    update["ProviderDetails"] = partner["ProviderDetails"].clone();
    update["ProviderDetails"]["client_id"] = "other".into();
    let answer = providers.call("UpdateIdentityProvider", update.clone());
    let updated = answer.unwrap()["IdentityProvider"].clone();
    assert_eq!(updated["ProviderDetails"]["client_id"], "other");
    assert_eq!(updated["AttributeMapping"], json!({ "username": "sub" }));
    assert_eq!(updated["CreationDate"], 1_790_000_000.0);
    assert_eq!(updated["LastModifiedDate"], 1_790_000_005.0);

    let name = json!({ "ProviderName": "Partner" });
    let deleted = providers.call("DeleteIdentityProvider", name.clone());
    assert_eq!(deleted, Ok(Value::Null));
    let gone = providers.not_found("ResourceNotFound", "Partner");
    for operation in ["DescribeIdentityProvider", "DeleteIdentityProvider"] {
        assert_eq!(providers.call(operation, name.clone()), Err(gone.clone()));
    }
    assert_eq!(providers.call("UpdateIdentityProvider", update), Err(gone));
}

#[test]
fn providers_come_in_pages() {
    let cognito = Cognito::new();
    let providers = Providers::new(&cognito);
    for number in 0..5 {
        providers.create(oidc(&format!("Partner{number}")));
    }
    let mut list = json!({ "MaxResults": 3 });
    let first = providers
        .call("ListIdentityProviders", list.clone())
        .unwrap();
    list["NextToken"] = first["NextToken"].clone();
    let second = providers.call("ListIdentityProviders", list).unwrap();
    assert_eq!(
        first["Providers"][0],
        json!({
            "ProviderName": "Partner0", "ProviderType": "OIDC",
            "CreationDate": 1_790_000_000.0, "LastModifiedDate": 1_790_000_000.0,
        })
    );
    let count = |page: &Value| page["Providers"].as_array().unwrap().len();
    assert_eq!((count(&first), count(&second)), (3, 2));
    assert_eq!(second.get("NextToken"), None);
}

#[test]
fn a_client_offers_only_providers_that_exist() {
    let cognito = Cognito::new();
    let providers = Providers::new(&cognito);
    let offered = json!({
        "ClientName": "app", "SupportedIdentityProviders": ["COGNITO", "Partner"],
    });
    let unknown = providers.not_found("InvalidParameter", "Partner");
    assert_eq!(
        providers.call("CreateUserPoolClient", offered.clone()),
        Err(unknown.clone())
    );
    providers.create(oidc("Partner"));
    let created = providers.call("CreateUserPoolClient", offered).unwrap();
    let client_id = created["UserPoolClient"]["ClientId"].clone();

    let name = json!({ "ProviderName": "Partner" });
    providers.call("DeleteIdentityProvider", name).unwrap();
    let id = json!({ "ClientId": client_id });
    let client = providers.call("DescribeUserPoolClient", id).unwrap();
    assert_eq!(
        client["UserPoolClient"]["SupportedIdentityProviders"],
        json!(["COGNITO"])
    );
    let update = json!({ "ClientId": client_id, "SupportedIdentityProviders": ["Partner"] });
    assert_eq!(providers.call("UpdateUserPoolClient", update), Err(unknown));
}

#[test]
fn providers_go_with_their_pool() {
    let cognito = Cognito::new();
    let providers = Providers::new(&cognito);
    providers.create(oidc("Partner"));
    providers.call("DeleteUserPool", json!({})).unwrap();
    let now = crate::time::UnixTime::from_seconds(cognito.now());
    let random = &mut rand_core::UnwrapErr(getrandom::SysRng);
    let context = cognito.core.context(now, random);
    assert_eq!(context.read(|state| state.identity_providers.len()), 0);
}
