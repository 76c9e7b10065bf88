//! App clients and their secrets.

use aws_sdk_cognitoidentityprovider::types::{ExplicitAuthFlowsType, OAuthFlowType};
use poolgate::{ClientId, ClientSecret, Error, ErrorCode};
use serde_json::{Value, json};

use crate::local::Local;
use crate::script::{CLIENT, POOL, Service, ok};

fn id() -> ClientId {
    CLIENT.parse().unwrap()
}

/// A description that has every member that can be changed.
fn description() -> Value {
    json!({
        "UserPoolId": POOL, "ClientId": CLIENT, "ClientName": "web", "ClientSecret": "s3cret",
        "LastModifiedDate": 1_700_000_000.25, "CreationDate": 1_600_000_000,
        "RefreshTokenValidity": 12, "AccessTokenValidity": 2, "IdTokenValidity": 3,
        "TokenValidityUnits": {"AccessToken": "hours", "RefreshToken": "days"},
        "ReadAttributes": ["email"], "WriteAttributes": ["name"],
        "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
        "SupportedIdentityProviders": ["COGNITO", "Corporate"],
        "CallbackURLs": ["https://example.com/a"], "LogoutURLs": ["https://example.com/b"],
        "DefaultRedirectURI": "https://example.com/a", "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid"], "AllowedOAuthFlowsUserPoolClient": true,
        "AnalyticsConfiguration": {"ApplicationId": "a", "UserDataShared": true},
        "PreventUserExistenceErrors": "ENABLED", "EnableTokenRevocation": true,
        "EnablePropagateAdditionalUserContextData": true, "AuthSessionValidity": 5,
        "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
    })
}

/// The members of an operation's input, as the service's model has them.
pub(crate) fn members(shape: &str) -> Vec<String> {
    let model = include_str!("../../../poolgate-local/data/cognito-idp.json");
    let model: Value = serde_json::from_str(model).unwrap();
    let members = model["shapes"][shape]["members"].as_array().unwrap();
    let name = |member: &Value| member[0].as_str().unwrap().to_owned();
    members.iter().map(name).collect()
}

#[tokio::test]
async fn an_update_keeps_every_member_that_was_not_named() {
    let service = Service::start().await;
    let described = ok(json!({ "UserPoolClient": description() }));
    service
        .expect("DescribeUserPoolClient", described.clone(), 2)
        .await;
    service.answer("UpdateUserPoolClient", described).await;
    service
        .administration()
        .update_app_client(&id(), |client| {
            client.callback_urls = Some(vec!["https://example.com/new".to_owned()]);
        })
        .await
        .unwrap();
    let mut expected = description();
    for generated in ["ClientSecret", "LastModifiedDate", "CreationDate"] {
        expected.as_object_mut().unwrap().remove(generated);
    }
    expected["CallbackURLs"] = json!(["https://example.com/new"]);
    let sent = service.body_of("UpdateUserPoolClient").await;
    assert_eq!(sent, expected);
    for member in members("UpdateUserPoolClientRequest") {
        assert!(sent.get(&member).is_some(), "{member} would be reset");
    }
}

#[tokio::test]
async fn nothing_is_written_when_nothing_changes() {
    let service = Service::start().await;
    let described = ok(json!({ "UserPoolClient": description() }));
    service.expect("DescribeUserPoolClient", described, 1).await;
    service
        .expect("UpdateUserPoolClient", ok(json!({})), 0)
        .await;
    let administration = service.administration();
    let id = id();
    let update = administration.update_app_client(&id, |client| {
        client.client_name = Some("web".to_owned());
    });
    assert_eq!(update.await.unwrap().auth_session_validity, Some(5));
}

#[tokio::test]
async fn a_client_that_another_changes_meanwhile_is_left_alone() {
    let service = Service::start().await;
    let described = json!({ "UserPoolClient": description() });
    service
        .answer_once("DescribeUserPoolClient", ok(described.clone()))
        .await;
    let mut later = described;
    later["UserPoolClient"]["LastModifiedDate"] = json!(1_700_000_000.5);
    service.answer("DescribeUserPoolClient", ok(later)).await;
    service
        .expect("UpdateUserPoolClient", ok(json!({})), 0)
        .await;
    let administration = service.administration();
    let id = id();
    let update = administration.update_app_client(&id, |client| {
        client.client_name = Some("mobile".to_owned());
    });
    let error = update.await.unwrap_err();
    assert!(
        matches!(&error, Error::ConcurrentChange { name, .. } if name == CLIENT),
        "{error}"
    );
}

#[tokio::test]
async fn a_client_is_created_changed_listed_and_deleted() {
    let local = Local::start(|pool| pool).await;
    let administration = local.administration();
    let created = administration
        .create_app_client("web", true, |client| {
            client.explicit_auth_flows = Some(vec![ExplicitAuthFlowsType::AllowUserSrpAuth]);
            client.callback_urls = Some(vec!["https://example.com/back".to_owned()]);
            client.allowed_o_auth_flows = Some(vec![OAuthFlowType::Code]);
            client.allowed_o_auth_scopes = Some(vec!["openid".to_owned()]);
            client.allowed_o_auth_flows_user_pool_client = Some(true);
        })
        .await
        .unwrap();
    assert!(created.client_secret.is_some());
    let id: ClientId = created.client_id.as_deref().unwrap().parse().unwrap();
    let changed = administration
        .update_app_client(&id, |client| client.access_token_validity = Some(2))
        .await
        .unwrap();
    assert_eq!(changed.access_token_validity, Some(2));
    assert_eq!(changed.callback_urls, created.callback_urls);
    assert_eq!(changed.explicit_auth_flows, created.explicit_auth_flows);
    assert_eq!(changed.client_secret, created.client_secret);
    assert_eq!(administration.app_client(&id).await.unwrap(), changed);

    let listed = administration.app_clients().page_size(1).all().await;
    let mut names: Vec<_> = listed
        .unwrap()
        .into_iter()
        .map(|client| client.name)
        .collect();
    names.sort();
    assert_eq!(names, ["it", "web"]);
    administration.delete_app_client(&id).await.unwrap();
    let error = administration.app_client(&id).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::ResourceNotFound));
    assert!(error.hint().is_some());
}

#[tokio::test]
async fn a_client_may_have_two_secrets_while_they_are_changed() {
    let local = Local::start(|pool| pool).await;
    let administration = local.administration();
    let created = administration.create_app_client("web", true, |_| {}).await;
    let id: ClientId = created.unwrap().client_id.unwrap().parse().unwrap();
    let old = administration.client_secrets(&id).all().await.unwrap();
    assert!(old.len() == 1 && old[0].secret.is_none());
    let made_up = administration.add_client_secret(&id, None).await.unwrap();
    assert!(made_up.secret.is_some() && made_up.created.is_some());
    let error = administration
        .add_client_secret(&id, None)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::LimitExceeded));

    administration
        .delete_client_secret(&id, &old[0].id)
        .await
        .unwrap();
    let own = ClientSecret::new("abcdefghijklmnopqrstuvwxyz0123".to_owned()).unwrap();
    let added = administration
        .add_client_secret(&id, Some(&own))
        .await
        .unwrap();
    assert!(added.secret.is_none(), "the caller knows it");
    assert_eq!(
        administration
            .client_secrets(&id)
            .all()
            .await
            .unwrap()
            .len(),
        2
    );
}
