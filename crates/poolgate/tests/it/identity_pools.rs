//! Identity pools and identities, as administrators see and change them.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_cognitoidentity::types::{CognitoIdentityProvider, RoleMapping, RoleMappingType};
use poolgate::{
    DeveloperToken, Error, ErrorCode, IdentityPool, IdentityPoolDescription, IdentityPools, Login,
    Logins, PrincipalTags,
};
use serde_json::json;

use crate::identity_pool::{IDENTITY_POOL, answer};
use crate::local::{Local, aws_credentials};
use crate::script::{Service, ok};

const ROLE: &str = "arn:aws:iam::123456789012:role/visitor";
const DEVELOPER: &str = "login.example";

struct World {
    local: Local,
    pools: IdentityPools,
    pool: IdentityPoolDescription,
}

impl World {
    /// An identity pool for anybody: visitors, your own users, and those of the user pool.
    async fn start() -> Self {
        let local = Local::start(|pool| pool).await;
        let pools = IdentityPools::builder("us-east-1".parse().unwrap())
            .endpoint_url(local.url())
            .credentials(aws_credentials())
            .build()
            .unwrap();
        let issuer = local.session().await.tokens().issuer().to_owned();
        let provider = CognitoIdentityProvider::builder()
            .provider_name(issuer.split_once("://").unwrap().1)
            .client_id(&local.client_id)
            .build();
        let pool = pools
            .create("photos", |settings| {
                settings.allow_unauthenticated = true;
                settings.developer_provider_name = Some(DEVELOPER.to_owned());
                settings.user_pools.push(provider);
            })
            .await
            .unwrap();
        pools
            .update_roles(&pool.id, |roles| {
                for whom in ["authenticated", "unauthenticated"] {
                    roles.roles.insert(whom.to_owned(), ROLE.to_owned());
                }
            })
            .await
            .unwrap();
        Self { local, pools, pool }
    }

    /// The identity pool, as its users see it.
    fn identity_pool(&self) -> IdentityPool {
        let builder = IdentityPool::builder(self.pool.id.clone());
        builder.endpoint_url(self.local.url()).build().unwrap()
    }

    async fn token(&self, user: &str) -> poolgate::OpenIdToken {
        let asked = DeveloperToken::default();
        let token = self
            .pools
            .developer_token(&self.pool.id, DEVELOPER, user, asked);
        token.await.unwrap()
    }
}

#[tokio::test]
async fn an_update_keeps_what_was_not_named() {
    let world = World::start().await;
    let (pools, pool) = (&world.pools, &world.pool);
    let described = pools.describe(&pool.id).await.unwrap();
    assert_eq!(described.settings, pool.settings);
    let renamed = pools
        .update(&pool.id, |settings| {
            "pictures".clone_into(&mut settings.name);
        })
        .await
        .unwrap();
    let described = pools.describe(&pool.id).await.unwrap();
    assert_eq!(described, renamed);
    assert_eq!(described.settings.user_pools, pool.settings.user_pools);
    assert_eq!(
        described.settings.developer_provider_name.as_deref(),
        Some(DEVELOPER)
    );

    pools.delete(&pool.id).await.unwrap();
    let error = pools.describe(&pool.id).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::ResourceNotFound));
}

#[tokio::test]
async fn a_change_by_somebody_else_in_the_meantime_is_noticed() {
    let service = Service::start().await;
    let pools = IdentityPools::builder("eu-west-1".parse().unwrap())
        .endpoint_url(service.url())
        .credentials(aws_credentials())
        .build()
        .unwrap();
    let id = IDENTITY_POOL.parse().unwrap();
    let description = |name: &str| {
        json!({
            "IdentityPoolId": IDENTITY_POOL, "IdentityPoolName": name,
            "AllowUnauthenticatedIdentities": false,
        })
    };
    answer(&service, "DescribeIdentityPool", ok(description("theirs"))).await;
    wiremock::Mock::given(wiremock::matchers::header(
        "x-amz-target",
        "AWSCognitoIdentityService.DescribeIdentityPool",
    ))
    .respond_with(ok(description("before")))
    .up_to_n_times(1)
    .with_priority(1)
    .mount(&service.server)
    .await;
    let change = pools.update(&id, |settings| {
        "ours".clone_into(&mut settings.name);
    });
    let error = change.await.unwrap_err();
    assert!(matches!(error, Error::ConcurrentChange { .. }), "{error}");
    // And no change is no call.
    pools.update(&id, |_| ()).await.unwrap();
    assert_eq!(service.calls("UpdateIdentityPool").await, 0);
}

#[tokio::test]
async fn every_pool_is_listed_once() {
    let world = World::start().await;
    let pools = &world.pools;
    for number in 0..7 {
        pools
            .create(&format!("pool {number}"), |_| ())
            .await
            .unwrap();
    }
    let listed = pools.list().page_size(3).all().await.unwrap();
    let mut names: Vec<_> = listed.iter().map(|pool| pool.name.as_str()).collect();
    names.sort_unstable();
    let expected = [
        "photos", "pool 0", "pool 1", "pool 2", "pool 3", "pool 4", "pool 5", "pool 6",
    ];
    assert_eq!(names, expected);
}

#[tokio::test]
async fn roles_and_their_mappings_are_changed_one_at_a_time() {
    let world = World::start().await;
    let (pools, pool) = (&world.pools, &world.pool);
    let provider = &pool.settings.user_pools[0];
    let (name, client) = (
        provider.provider_name().unwrap(),
        provider.client_id().unwrap(),
    );
    let mapping = RoleMapping::builder()
        .r#type(RoleMappingType::Token)
        .ambiguous_role_resolution("Deny".into())
        .build()
        .unwrap();
    let key = format!("{name}:{client}");
    let written = pools
        .update_roles(&pool.id, |roles| {
            roles.mappings.insert(key.clone(), mapping.clone());
        })
        .await
        .unwrap();
    let read = pools.roles(&pool.id).await.unwrap();
    assert_eq!(read, written);
    assert_eq!(read.roles["unauthenticated"], ROLE);
    assert_eq!(read.mappings, BTreeMap::from([(key, mapping)]));
}

#[tokio::test]
async fn session_tags_and_the_pools_own_tags_are_kept() {
    let world = World::start().await;
    let (pools, pool) = (&world.pools, &world.pool);
    let provider = pool.settings.user_pools[0].provider_name().unwrap();
    let tags = PrincipalTags {
        use_defaults: false,
        claims: BTreeMap::from([("team".to_owned(), "custom:team".to_owned())]),
    };
    pools
        .set_principal_tags(&pool.id, provider, &tags)
        .await
        .unwrap();
    assert_eq!(
        pools.principal_tags(&pool.id, provider).await.unwrap(),
        tags
    );

    let arn = format!(
        "arn:aws:cognito-identity:us-east-1:000000000000:identitypool/{}",
        pool.id
    );
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let given = BTreeMap::from([pair("cost", "photos"), pair("stage", "test")]);
    pools.tag(&arn, &given).await.unwrap();
    pools.untag(&arn, &["cost"]).await.unwrap();
    let left = BTreeMap::from([pair("stage", "test")]);
    assert_eq!(pools.tags(&arn).await.unwrap(), left);
    assert_eq!(pools.describe(&pool.id).await.unwrap().settings.tags, left);
}

#[tokio::test]
async fn identities_are_listed_described_and_deleted() {
    let world = World::start().await;
    let (pools, pool) = (&world.pools, &world.pool.id);
    let mut ids = Vec::new();
    for _ in 0..65 {
        ids.push(
            world
                .identity_pool()
                .identity_id(&Logins::none())
                .await
                .unwrap(),
        );
    }
    let listed = pools
        .identities(pool, false)
        .page_size(20)
        .all()
        .await
        .unwrap();
    assert_eq!(listed.len(), 65);
    let described = pools.identity(&ids[0]).await.unwrap();
    assert!(described.providers.is_empty() && described.created.is_some());
    assert!(listed.contains(&described));

    let named: Vec<_> = ids.iter().map(String::as_str).collect();
    assert_eq!(pools.delete_identities(&named).await.unwrap(), []);
    assert!(pools.identities(pool, false).next().await.is_none());
}

#[tokio::test]
async fn a_user_of_your_own_gets_credentials_by_the_word_of_the_backend() {
    let world = World::start().await;
    let token = world.token("ben").await;
    let logins = Logins::from(Login::developer(&token));
    let credentials = world.identity_pool().credentials(&logins).await.unwrap();
    assert_eq!(credentials.identity_id(), token.identity_id());

    let (pools, pool) = (&world.pools, &world.pool.id);
    assert_eq!(
        pools.developer_identity(pool, "ben").await.unwrap(),
        token.identity_id()
    );
    let users = pools
        .developer_users(pool, token.identity_id())
        .all()
        .await
        .unwrap();
    assert_eq!(users, ["ben"]);
}

#[tokio::test]
async fn a_developers_token_ends_when_it_was_told_to() {
    let world = World::start().await;
    let asked = DeveloperToken {
        duration: Some(Duration::from_mins(1)),
        ..DeveloperToken::default()
    };
    let token = world
        .pools
        .developer_token(&world.pool.id, DEVELOPER, "ben", asked);
    let logins = Logins::from(Login::developer(&token.await.unwrap()));
    world.identity_pool().credentials(&logins).await.unwrap();
    world.local.set_clock(Duration::from_mins(1)).await;
    let error = world
        .identity_pool()
        .credentials(&logins)
        .await
        .unwrap_err();
    assert!(error.is_refusal(), "{error}");
}

#[tokio::test]
async fn users_of_your_own_are_merged_and_taken_from_an_identity() {
    let world = World::start().await;
    let (pools, pool) = (&world.pools, &world.pool.id);
    let (ben, bob) = (world.token("ben").await, world.token("bob").await);
    let merged = pools
        .merge_developer_users(pool, DEVELOPER, "ben", "bob")
        .await
        .unwrap();
    assert_eq!(merged, bob.identity_id());
    let enabled = pools.identities(pool, true).all().await.unwrap();
    assert!(
        enabled
            .iter()
            .all(|identity| identity.id != ben.identity_id()),
        "{enabled:?}"
    );

    let unlinked = pools.unlink_developer_user(pool, &merged, DEVELOPER, "ben");
    unlinked.await.unwrap();
    assert_eq!(
        pools.developer_users(pool, &merged).all().await.unwrap(),
        ["bob"]
    );
}

#[tokio::test]
async fn a_login_is_taken_from_an_identity_by_its_user() {
    let world = World::start().await;
    let logins = Logins::from(Login::of(&world.local.session().await.tokens()));
    let pool = world.identity_pool();
    let first = pool.identity_id(&logins).await.unwrap();
    let provider = logins.providers().next().unwrap().to_owned();
    pool.unlink(&first, &logins, [provider]).await.unwrap();
    assert_ne!(pool.identity_id(&logins).await.unwrap(), first);
}

#[tokio::test]
async fn a_builder_without_credentials_says_so() {
    let error = IdentityPools::builder("eu-west-1".parse().unwrap())
        .build()
        .unwrap_err();
    assert!(matches!(error, Error::NoAwsCredentials { .. }), "{error}");
    assert!(error.hint().is_some());
}
