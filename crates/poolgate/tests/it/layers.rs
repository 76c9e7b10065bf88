//! Tokens below credentials, each renewed when its own margin is reached: the behaviours that the
//! users of MAST's `CognitoCredentialsManager` count on, by a clock that only the test moves. Each
//! holds after a sign-in by the API and after one in the browser, which is MAST's own way.

use std::sync::Arc;
use std::time::Duration;

use aws_credential_types::provider::ProvideCredentials as _;
use poolgate::{CredentialCache, Error, IdentityCredentials, MemoryStore, Role, TokenStore as _};
use wiremock::ResponseTemplate;

use crate::world::{HOUR, READER, REFRESH, SIGN_IN, WRITER, Way, World};

const CREDENTIALS: &str = "GetCredentialsForIdentity";
const SECOND: Duration = Duration::from_secs(1);

/// Tests these in both ways.
macro_rules! in_both_ways {
    ($($name:ident)+) => {$(
        mod $name {
            use crate::world::Way;

            #[tokio::test]
            async fn after_a_sign_in_by_the_api() {
                super::$name(Way::Api).await;
            }

            #[tokio::test]
            async fn after_a_sign_in_in_the_browser() {
                super::$name(Way::Browser).await;
            }
        }
    )+};
}

in_both_ways! {
    what_is_fresh_is_given_out_again
    only_the_credentials_are_renewed_when_only_they_are_stale
    only_the_tokens_are_renewed_when_only_they_are_stale
    stale_tokens_are_renewed_before_stale_credentials
    a_refresh_token_is_kept_where_none_comes_back
    a_rotated_refresh_token_is_the_next_to_be_used
    the_role_stays_from_renewal_to_renewal
    two_roles_never_share_credentials
    a_suffix_of_no_or_of_several_roles_is_refused_before_any_call
    many_who_ask_at_a_time_share_one_renewal_of_each_layer
    tokens_are_renewed_at_their_margin_and_not_a_second_before
    credentials_are_renewed_at_their_margin_and_not_a_second_before
    a_short_life_does_not_cause_a_renewal_on_every_call
    a_failed_renewal_takes_nothing_away_that_still_lives
    an_answer_that_is_no_success_is_an_error
    a_refresh_that_is_refused_is_an_error_with_the_services_words
}

async fn credentials(world: &World) -> IdentityCredentials {
    IdentityCredentials::new(world.identity_pool(), world.session().await)
}

async fn key_id(credentials: &IdentityCredentials) -> String {
    credentials
        .credentials()
        .await
        .unwrap()
        .access_key_id()
        .to_owned()
}

async fn what_is_fresh_is_given_out_again(way: Way) {
    let world = World::of(way).await;
    let credentials = credentials(&world).await;
    assert_eq!(key_id(&credentials).await, "ASIA1");
    let calls = world.calls().await;
    assert_eq!(key_id(&credentials).await, "ASIA1");
    assert_eq!(world.calls().await, calls);
}

async fn only_the_credentials_are_renewed_when_only_they_are_stale(way: Way) {
    let world = World::with(way, 3 * HOUR, HOUR, true).await;
    let credentials = credentials(&world).await;
    key_id(&credentials).await;
    world.time.pass(HOUR);
    assert_eq!(key_id(&credentials).await, "ASIA2");
    let expected = [SIGN_IN, "GetId", CREDENTIALS, CREDENTIALS];
    assert_eq!(world.calls().await, expected);
}

async fn only_the_tokens_are_renewed_when_only_they_are_stale(way: Way) {
    let world = World::with(way, HOUR, 3 * HOUR, true).await;
    let session = world.session().await;
    let credentials = IdentityCredentials::new(world.identity_pool(), session.clone());
    key_id(&credentials).await;
    world.time.pass(HOUR);
    session.fresh_tokens().await.unwrap();
    assert_eq!(key_id(&credentials).await, "ASIA1");
    let expected = [SIGN_IN, "GetId", CREDENTIALS, REFRESH];
    assert_eq!(world.calls().await, expected);
}

async fn stale_tokens_are_renewed_before_stale_credentials(way: Way) {
    let world = World::of(way).await;
    let credentials = credentials(&world).await;
    key_id(&credentials).await;
    world.time.pass(HOUR);
    assert_eq!(key_id(&credentials).await, "ASIA2");
    let expected = [SIGN_IN, "GetId", CREDENTIALS, REFRESH, CREDENTIALS];
    assert_eq!(world.calls().await, expected);
    // The new ID token is the login.
    let logins = world.bodies(CREDENTIALS).await;
    assert_ne!(logins[0]["Logins"], logins[1]["Logins"]);
}

async fn a_refresh_token_is_kept_where_none_comes_back(way: Way) {
    let world = World::with(way, HOUR, HOUR, false).await;
    let session = world.session().await;
    for _ in 0..2 {
        session.refresh().await.unwrap();
    }
    assert_eq!(world.spent().await, ["refresh-1", "refresh-1"]);
}

async fn a_rotated_refresh_token_is_the_next_to_be_used(way: Way) {
    let world = World::of(way).await;
    let session = world.session().await;
    for _ in 0..2 {
        session.refresh().await.unwrap();
    }
    assert_eq!(world.spent().await, ["refresh-1", "refresh-2"]);
}

async fn the_role_stays_from_renewal_to_renewal(way: Way) {
    let world = World::of(way).await;
    let pool = world
        .identity_pool()
        .with_role(Role::Suffix("-writer".to_owned()));
    let credentials = IdentityCredentials::new(pool, world.session().await);
    for _ in 0..3 {
        // As the SDK asks, and botocore by `credential_process`.
        credentials.provide_credentials().await.unwrap();
        world.time.pass(HOUR);
    }
    let roles: Vec<_> = world.bodies(CREDENTIALS).await;
    assert_eq!(roles.len(), 3);
    assert!(
        roles.iter().all(|body| body["CustomRoleArn"] == WRITER),
        "{roles:?}"
    );
}

async fn two_roles_never_share_credentials(way: Way) {
    let world = World::of(way).await;
    let session = world.session().await;
    let state = tempfile::tempdir().unwrap();
    let of_role = |suffix: &str| {
        let role = Role::Suffix(suffix.to_owned());
        let key = session.pool().session_key(None);
        let pool = world.identity_pool().with_role(role);
        IdentityCredentials::builder(pool, session.clone())
            .cached(CredentialCache::new(state.path()), key)
            .build()
    };
    let (reader, writer) = (of_role("-reader"), of_role("-writer"));
    assert_eq!(key_id(&reader).await, "ASIA1");
    assert_eq!(key_id(&writer).await, "ASIA2");
    // Nor do later processes mix them up.
    assert_eq!(key_id(&of_role("-reader")).await, "ASIA1");
    assert_eq!(key_id(&of_role("-writer")).await, "ASIA2");
    let bodies = world.bodies(CREDENTIALS).await;
    let roles: Vec<_> = bodies.iter().map(|body| &body["CustomRoleArn"]).collect();
    assert_eq!(roles, [READER, WRITER]);
}

async fn a_suffix_of_no_or_of_several_roles_is_refused_before_any_call(way: Way) {
    let world = World::of(way).await;
    let session = world.session().await;
    for (suffix, ambiguous) in [("", true), ("er", true), ("admin", false)] {
        let pool = world
            .identity_pool()
            .with_role(Role::Suffix(suffix.to_owned()));
        let credentials = IdentityCredentials::new(pool, session.clone());
        let error = credentials.credentials().await.unwrap_err();
        match &error {
            Error::RoleNotSingled {
                is_ambiguous,
                candidates,
                ..
            } => {
                assert_eq!(*is_ambiguous, ambiguous);
                assert_eq!(*candidates, [READER, WRITER]);
            }
            other => panic!("{other}"),
        }
        assert!(
            error.is_configuration() && error.to_string().contains(READER),
            "{error}"
        );
    }
    assert_eq!(world.calls().await, [SIGN_IN]);
}

async fn many_who_ask_at_a_time_share_one_renewal_of_each_layer(way: Way) {
    let world = World::of(way).await;
    let credentials = credentials(&world).await;
    key_id(&credentials).await;
    world.time.pass(HOUR);
    let asking: Vec<_> = (0..10)
        .map(|_| {
            let credentials = credentials.clone();
            tokio::spawn(async move { key_id(&credentials).await })
        })
        .collect();
    for asked in asking {
        assert_eq!(asked.await.unwrap(), "ASIA2");
    }
    let expected = [SIGN_IN, "GetId", CREDENTIALS, REFRESH, CREDENTIALS];
    assert_eq!(world.calls().await, expected);
}

async fn tokens_are_renewed_at_their_margin_and_not_a_second_before(way: Way) {
    for (margin, set) in [
        (Duration::from_mins(5), false),
        (Duration::from_mins(10), true),
    ] {
        let world = World::of(way).await;
        let session = world.session().await;
        let store = Arc::new(MemoryStore::new());
        session.keep_in(store.clone(), None).await.unwrap();
        let builder = world.user_pool_builder();
        let builder = if set {
            builder.refresh_margin(margin)
        } else {
            builder
        };
        let pool = builder.build().unwrap();
        let record = store.load(&pool.session_key(None)).unwrap().unwrap();
        let session = pool.resume(&record).unwrap();

        world.time.pass(HOUR.saturating_sub(margin + SECOND));
        session.fresh_tokens().await.unwrap();
        world.time.pass(SECOND);
        session.fresh_tokens().await.unwrap();
        assert_eq!(world.calls().await, [SIGN_IN]);
        world.time.pass(SECOND);
        session.fresh_tokens().await.unwrap();
        assert_eq!(world.calls().await, [SIGN_IN, REFRESH]);
    }
}

async fn credentials_are_renewed_at_their_margin_and_not_a_second_before(way: Way) {
    for (margin, set) in [
        (Duration::from_mins(20), false),
        (Duration::from_mins(15), true),
    ] {
        let world = World::with(way, 24 * HOUR, HOUR, true).await;
        let builder = IdentityCredentials::builder(world.identity_pool(), world.session().await);
        let builder = if set { builder.margin(margin) } else { builder };
        let credentials = builder.build();
        key_id(&credentials).await;
        world.time.pass(HOUR.saturating_sub(margin + SECOND));
        assert_eq!(key_id(&credentials).await, "ASIA1");
        world.time.pass(SECOND);
        assert_eq!(key_id(&credentials).await, "ASIA1");
        world.time.pass(SECOND);
        assert_eq!(key_id(&credentials).await, "ASIA2");
    }
}

async fn a_short_life_does_not_cause_a_renewal_on_every_call(way: Way) {
    // What STS gives at the least is what botocore's margin takes whole.
    let world = World::with(way, HOUR, Duration::from_mins(15), true).await;
    let credentials = credentials(&world).await;
    for _ in 0..7 {
        assert_eq!(key_id(&credentials).await, "ASIA1");
        world.time.pass(Duration::from_mins(1));
    }
}

async fn a_failed_renewal_takes_nothing_away_that_still_lives(way: Way) {
    for operation in [REFRESH, CREDENTIALS] {
        let world = World::with(way, Duration::from_mins(30), HOUR, true).await;
        let credentials = credentials(&world).await;
        key_id(&credentials).await;
        let text = "Too many requests";
        world.refuse(operation, text).await;
        world.time.pass(HOUR.saturating_sub(SECOND));
        assert_eq!(key_id(&credentials).await, "ASIA1", "{operation}");
        world.time.pass(SECOND);
        let error = credentials.credentials().await.unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
    }
}

async fn an_answer_that_is_no_success_is_an_error(way: Way) {
    let world = World::of(way).await;
    world.fail("GetId", ResponseTemplate::new(403)).await;
    let error = credentials(&world).await.credentials().await.unwrap_err();
    assert!(
        matches!(error, Error::UnexpectedStatus { status: 403, .. }),
        "{error}"
    );
}

async fn a_refresh_that_is_refused_is_an_error_with_the_services_words(way: Way) {
    let world = World::of(way).await;
    let session = world.session().await;
    world
        .refuse(REFRESH, "Refresh Token has been revoked")
        .await;
    let error = session.refresh().await.unwrap_err();
    assert!(error.needs_sign_in(), "{error}");
    assert!(
        error.to_string().contains("Refresh Token has been revoked"),
        "{error}"
    );
}
