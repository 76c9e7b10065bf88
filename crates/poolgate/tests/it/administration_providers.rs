//! Identity providers, resource servers and domains.

use std::collections::BTreeMap;

use aws_sdk_cognitoidentityprovider::types::CustomDomainConfigType;
use poolgate::{
    DomainSettings, Error, ErrorCode, IdentityProviderSettings, IdentityProviderType,
    ResourceServerSettings,
};
use serde_json::{Value, json};

use crate::administration_app_clients::members;
use crate::local::Local;
use crate::script::{POOL, Service, ok};

fn map<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    let pairs = pairs.into_iter();
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn corporate() -> IdentityProviderSettings {
    IdentityProviderSettings {
        details: map([
            ("client_id", "poolgate"),
            ("client_secret", "s3cret"),
            ("attributes_request_method", "GET"),
            ("oidc_issuer", "https://id.example.com"),
            ("authorize_scopes", "openid"),
        ]),
        attribute_mapping: map([("email", "mail")]),
        identifiers: vec!["example.com".to_owned()],
        ..IdentityProviderSettings::default()
    }
}

#[tokio::test]
async fn an_identity_provider_is_created_changed_listed_and_deleted() {
    let local = Local::start(|pool| pool).await;
    let administration = local.administration();
    let oidc = IdentityProviderType::Oidc;
    let created = administration.create_identity_provider("Corporate", &oidc, corporate());
    let created = created.await.unwrap();
    assert_eq!(created.provider_type, oidc);
    assert_eq!(created.settings.identifiers, ["example.com"]);
    let again = administration.create_identity_provider("Corporate", &oidc, corporate());
    let error = again.await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::DuplicateProvider));
    assert!(error.hint().is_some());

    let updated = administration
        .update_identity_provider("Corporate", |provider| {
            let name = "name".to_owned();
            provider.attribute_mapping.insert("name".to_owned(), name);
        })
        .await
        .unwrap();
    let mapping = map([("email", "mail"), ("name", "name")]);
    assert_eq!(
        updated.settings.attribute_mapping.get("email").unwrap(),
        "mail"
    );
    assert_eq!(
        updated.settings.attribute_mapping.get("name"),
        mapping.get("name")
    );
    assert_eq!(updated.settings.details, created.settings.details);
    assert_eq!(updated.settings.identifiers, created.settings.identifiers);
    let found = administration
        .identity_provider_by_identifier("example.com")
        .await;
    assert_eq!(found.unwrap(), updated);
    let listed = administration.identity_providers().all().await.unwrap();
    assert_eq!((listed.len(), listed[0].name.as_str()), (1, "Corporate"));
    administration
        .delete_identity_provider("Corporate")
        .await
        .unwrap();
    let error = administration
        .identity_provider("Corporate")
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::ResourceNotFound));
}

#[tokio::test]
async fn a_providers_update_keeps_every_member_and_leaves_the_services_own_out() {
    let service = Service::start().await;
    let provider = json!({"IdentityProvider": {
        "UserPoolId": POOL, "ProviderName": "Corporate", "ProviderType": "SAML",
        "ProviderDetails": {
            "MetadataURL": "https://id.example.com/metadata", "IDPSignout": "true",
            "ActiveEncryptionCertificate": "MII", "SSORedirectBindingURI": "https://id.example.com",
            "SLORedirectBindingURI": "https://id.example.com/out",
        },
        "AttributeMapping": {"email": "mail"}, "IdpIdentifiers": ["example.com"],
        "AcrMapping": {"urn:a": "urn:b"}, "LastModifiedDate": 1_700_000_000,
    }});
    service
        .expect("DescribeIdentityProvider", ok(provider.clone()), 2)
        .await;
    service.answer("UpdateIdentityProvider", ok(provider)).await;
    service
        .administration()
        .update_identity_provider("Corporate", |provider| provider.identifiers.clear())
        .await
        .unwrap();
    let sent = service.body_of("UpdateIdentityProvider").await;
    let expected = json!({
        "UserPoolId": POOL, "ProviderName": "Corporate",
        "ProviderDetails":
            {"MetadataURL": "https://id.example.com/metadata", "IDPSignout": "true"},
        "AttributeMapping": {"email": "mail"}, "IdpIdentifiers": [],
        "AcrMapping": {"urn:a": "urn:b"},
    });
    assert_eq!(sent, expected);
    for member in members("UpdateIdentityProviderRequest") {
        assert!(sent.get(&member).is_some(), "{member} would be reset");
    }
}

#[tokio::test]
async fn a_resource_server_is_created_changed_listed_and_deleted() {
    let local = Local::start(|pool| pool).await;
    let administration = local.administration();
    let settings = ResourceServerSettings {
        name: "Photos".to_owned(),
        scopes: map([("read", "See photos"), ("write", "Change photos")]),
    };
    let created = administration
        .create_resource_server("photos", &settings)
        .await;
    assert_eq!(created.unwrap().settings, settings);
    let updated = administration
        .update_resource_server("photos", |server| {
            server
                .scopes
                .insert("delete".to_owned(), "Delete photos".to_owned());
        })
        .await
        .unwrap();
    assert_eq!(updated.settings.name, "Photos");
    let scopes: Vec<&str> = updated.settings.scopes.keys().map(String::as_str).collect();
    assert_eq!(scopes, ["delete", "read", "write"]);
    assert_eq!(
        administration.resource_server("photos").await.unwrap(),
        updated
    );
    let listed = administration.resource_servers().all().await.unwrap();
    assert_eq!(listed, [updated]);
    administration
        .delete_resource_server("photos")
        .await
        .unwrap();
    let error = administration.resource_server("photos").await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::ResourceNotFound));
}

#[tokio::test]
async fn a_resource_server_has_no_dates_so_that_all_of_it_is_compared() {
    let service = Service::start().await;
    let server = |name: &str| {
        let scope = json!({"ScopeName": "read", "ScopeDescription": "See"});
        ok(json!({"ResourceServer": {"Identifier": "photos", "Name": name, "Scopes": [scope]}}))
    };
    service
        .answer_once("DescribeResourceServer", server("Photos"))
        .await;
    service
        .answer("DescribeResourceServer", server("Pictures"))
        .await;
    service
        .expect("UpdateResourceServer", ok(json!({})), 0)
        .await;
    let administration = service.administration();
    let update = administration.update_resource_server("photos", |server| server.scopes.clear());
    let error = update.await.unwrap_err();
    assert!(matches!(error, Error::ConcurrentChange { .. }), "{error}");
}

fn described(version: &str, login: i32) -> Value {
    json!({"DomainDescription": {
        "UserPoolId": POOL, "Domain": "login.example.com", "Status": "ACTIVE", "Version": version,
        "CloudFrontDistribution": "d1.cloudfront.net", "ManagedLoginVersion": login,
        "CustomDomainConfig":
            {"CertificateArn": "arn:aws:acm:a", "SecurityPolicy": "TLS_V1_2_2021"},
    }})
}

#[tokio::test]
async fn a_domains_update_keeps_its_certificate() {
    let service = Service::start().await;
    let before = described("20261122120000", 1);
    service
        .expect("DescribeUserPoolDomain", ok(before.clone()), 2)
        .await;
    service.answer("UpdateUserPoolDomain", ok(json!({}))).await;
    let administration = service.administration();
    administration
        .update_domain("login.example.com", |domain| {
            domain.managed_login_version = Some(2);
        })
        .await
        .unwrap();
    let sent = service.body_of("UpdateUserPoolDomain").await;
    let certificate = &before["DomainDescription"]["CustomDomainConfig"];
    let expected = json!({
        "UserPoolId": POOL, "Domain": "login.example.com", "ManagedLoginVersion": 2,
        "CustomDomainConfig": certificate,
    });
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn a_domain_that_another_changes_meanwhile_is_left_alone() {
    let service = Service::start().await;
    let name = "login.example.com";
    let first = ok(described("20261122120000", 1));
    service.answer_once("DescribeUserPoolDomain", first).await;
    service
        .answer("DescribeUserPoolDomain", ok(described("20261122120001", 1)))
        .await;
    service
        .expect("UpdateUserPoolDomain", ok(json!({})), 0)
        .await;
    let administration = service.administration();
    let update = administration.update_domain(name, |domain| domain.managed_login_version = None);
    let error = update.await.unwrap_err();
    assert!(matches!(error, Error::ConcurrentChange { .. }), "{error}");
}

#[tokio::test]
async fn a_domain_of_ones_own_is_created_with_its_certificate_and_deleted() {
    let service = Service::start().await;
    let created = ok(json!({"CloudFrontDomain": "d1.cloudfront.net"}));
    service.answer("CreateUserPoolDomain", created).await;
    service.answer("DeleteUserPoolDomain", ok(json!({}))).await;
    let administration = service.administration();
    let certificate = CustomDomainConfigType::builder().certificate_arn("arn:aws:acm:a");
    let settings = DomainSettings {
        custom_domain: Some(certificate.build().unwrap()),
        ..DomainSettings::default()
    };
    let leads_to = administration
        .create_domain("login.example.com", settings)
        .await;
    assert_eq!(leads_to.unwrap().as_deref(), Some("d1.cloudfront.net"));
    let sent = service.body_of("CreateUserPoolDomain").await;
    let certificate = json!({"CertificateArn": "arn:aws:acm:a"});
    assert_eq!(sent["CustomDomainConfig"], certificate);
    administration
        .delete_domain("login.example.com")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_domain_that_nobody_has_is_none() {
    let service = Service::start().await;
    let nothing = ok(json!({"DomainDescription": {}}));
    service.answer("DescribeUserPoolDomain", nothing).await;
    let administration = service.administration();
    assert_eq!(administration.domain("nobodys").await.unwrap(), None);
    let update = administration.update_domain("nobodys", |domain| domain.routing = None);
    let error = update.await.unwrap_err();
    assert!(
        matches!(&error, Error::NoSuchDomain { name } if name == "nobodys"),
        "{error}"
    );
}

#[tokio::test]
async fn a_prefix_is_a_domain_until_it_is_deleted() {
    let local = Local::start(|pool| pool).await;
    let administration = local.administration();
    let settings = DomainSettings {
        managed_login_version: Some(1),
        ..DomainSettings::default()
    };
    administration
        .create_domain("people", settings)
        .await
        .unwrap();
    let domain = administration.domain("people").await.unwrap().unwrap();
    assert_eq!(domain.pool_id.as_deref(), Some(local.pool_id.as_str()));
    assert_eq!(domain.settings.managed_login_version, Some(1));
    administration
        .update_domain("people", |domain| {
            domain.managed_login_version = Some(2);
        })
        .await
        .unwrap();
    let domain = administration.domain("people").await.unwrap().unwrap();
    assert_eq!(domain.settings.managed_login_version, Some(2));
    administration.delete_domain("people").await.unwrap();
    assert_eq!(administration.domain("people").await.unwrap(), None);
}
