//! Sign-in in the browser at the embedded Cognito, where the test is the browser: it blocks, and the
//! server answers on a thread of its own.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_cognitoidentityprovider::operation::create_user_pool_client::builders::CreateUserPoolClientFluentBuilder;
use aws_sdk_cognitoidentityprovider::types::{
    FeatureType, OAuthFlowType, RefreshTokenRotationType, ResourceServerScopeType,
};
use poolgate::oauth::{Authorization, Callback, Domain};
use poolgate::{ClientSecret, Error, MemoryStore, Session, UserPool};

use crate::browser::Browser;
use crate::local::{Local, PASSWORD};
use crate::oauth_script::{REDIRECT_URI, redirect_uri};

const SIGN_OUT_URI: &str = "http://localhost:8400/";
const PREFIX: &str = "it-pages";
const SCOPES: [&str; 4] = [
    "openid",
    "email",
    "profile",
    "aws.cognito.signin.user.admin",
];

/// A pool with a domain.
async fn local() -> Local {
    let local = Local::start(|pool| pool).await;
    let create = local.administrator().create_user_pool_domain();
    let create = create.domain(PREFIX).user_pool_id(&local.pool_id);
    create.send().await.unwrap();
    local
}

/// An app client for the browser, and the pool seen through it.
async fn app(
    local: &Local,
    settings: impl FnOnce(CreateUserPoolClientFluentBuilder) -> CreateUserPoolClientFluentBuilder,
) -> UserPool {
    let create = local
        .administrator()
        .create_user_pool_client()
        .user_pool_id(&local.pool_id)
        .client_name("browser")
        .supported_identity_providers("COGNITO")
        .allowed_o_auth_flows_user_pool_client(true)
        .allowed_o_auth_flows(OAuthFlowType::Code)
        .set_allowed_o_auth_scopes(Some(SCOPES.map(str::to_owned).into()))
        .callback_urls(REDIRECT_URI)
        .logout_urls(SIGN_OUT_URI);
    seen(local, settings(create)).await
}

async fn seen(local: &Local, create: CreateUserPoolClientFluentBuilder) -> UserPool {
    let client = create.send().await.unwrap().user_pool_client.unwrap();
    let secret = client
        .client_secret
        .map(|secret| ClientSecret::new(secret).unwrap());
    let client_id = client.client_id.unwrap().parse().unwrap();
    let pool = UserPool::builder(local.pool_id.parse().unwrap(), client_id)
        .client_secret(secret)
        .endpoint_url(local.url())
        .build()
        .unwrap();
    pool.discover_domain().await.unwrap();
    pool
}

fn begin(pool: &UserPool) -> Authorization {
    let sign_in = pool.browser_sign_in(redirect_uri()).scopes(SCOPES);
    sign_in.begin().unwrap()
}

/// What the browser brings back once `ana` has signed in.
fn callback(authorization: &Authorization) -> Callback {
    let url = authorization.url();
    let left = sign_in(&mut Browser::default(), &url, "ana");
    Callback::parse(&left).unwrap()
}

/// A user signs in on the page that this URL leads to; where the browser is sent then.
fn sign_in(browser: &mut Browser, url: &str, username: &str) -> String {
    let page = browser.open(url);
    let fields = [("username", username), ("password", PASSWORD)];
    browser.submit_until(&page, "sign-in", &fields, REDIRECT_URI)
}

async fn session(pool: &UserPool) -> Session {
    let authorization = begin(pool);
    let callback = callback(&authorization);
    authorization.complete(callback).await.unwrap()
}

fn refresh_token(session: &Session) -> String {
    let tokens = session.tokens();
    tokens.refresh_token().unwrap().expose().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_user_signs_in_is_asked_about_refreshed_and_signed_out() {
    let local = local().await;
    let pool = app(&local, |client| client).await;
    let expected: Domain = format!("{}/{}", local.url(), local.pool_id)
        .parse()
        .unwrap();
    assert_eq!(pool.domain(), Some(expected));
    let session = session(&pool).await;
    assert_eq!(session.username(), "ana");
    for scope in SCOPES {
        assert!(session.tokens().scopes().contains(scope), "{scope}");
    }
    assert!(session.tokens().id_claims().at_hash.is_some());
    let user = session.user_info().await.unwrap();
    assert_eq!(user.attributes["email"], "ana@example.com");
    // By the scope of the API as well.
    assert!(session.attributes().await.is_ok());

    let before = session.tokens();
    let after = session.refresh().await.unwrap();
    assert_ne!(
        before.access_token().expose(),
        after.access_token().expose()
    );
    let kept = before.refresh_token().unwrap().expose();
    assert_eq!(kept, after.refresh_token().unwrap().expose());
    assert_eq!(before.scopes(), after.scopes());

    let store = Arc::new(MemoryStore::new());
    session.keep_in(store.clone(), None).await.unwrap();
    let other = pool.resume_from(store, None).await.unwrap().unwrap();
    session.revoke().await.unwrap();
    let error = other.refresh().await.unwrap_err();
    assert!(error.needs_sign_in(), "{error}");
    let error = pool.user_info(after.access_token()).await.unwrap_err();
    assert!(error.is_refusal(), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_domain_below_localhost_is_reached_whatever_the_system_knows() {
    let local = local().await;
    let pool = app(&local, |client| client).await;
    let session = session(&pool).await;
    let port = local.url().rsplit(':').next().unwrap();
    let domain = format!("http://{PREFIX}.auth.localhost:{port}");
    let same = UserPool::builder(pool.id().clone(), pool.client_id().clone())
        .endpoint_url(local.url())
        .domain(domain.parse().unwrap())
        .build()
        .unwrap();
    let user = same.user_info(session.tokens().access_token()).await;
    assert_eq!(user.unwrap().username.as_deref(), Some("ana"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_confidential_client_signs_in_and_a_wrong_secret_does_not() {
    let local = local().await;
    let pool = app(&local, |client| client.generate_secret(true)).await;
    session(&pool).await.refresh().await.unwrap();

    let wrong = UserPool::builder(pool.id().clone(), pool.client_id().clone())
        .client_secret(Some(ClientSecret::new("wrong".to_owned()).unwrap()))
        .endpoint_url(local.url())
        .domain(pool.domain().unwrap())
        .build()
        .unwrap();
    let authorization = begin(&wrong);
    let callback = callback(&authorization);
    let error = authorization.complete(callback).await.unwrap_err();
    assert!(error.is_configuration(), "{error}");
    assert!(error.to_string().contains("invalid_client"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn with_rotation_each_refresh_token_works_once() {
    let local = local().await;
    let rotation = RefreshTokenRotationType::builder()
        .feature(FeatureType::Enabled)
        .retry_grace_period_seconds(0)
        .build()
        .unwrap();
    let pool = app(&local, |client| client.refresh_token_rotation(rotation)).await;
    let session = session(&pool).await;
    let store = Arc::new(MemoryStore::new());
    session.keep_in(store.clone(), None).await.unwrap();
    let first = refresh_token(&session);
    session.refresh().await.unwrap();
    let second = refresh_token(&session);
    assert_ne!(first, second);
    session.refresh().await.unwrap();
    assert_ne!(second, refresh_token(&session));

    // Who comes with the first one again has stolen it, or lost the second.
    let mut record = {
        use poolgate::TokenStore as _;
        store.load(&pool.session_key(None)).unwrap().unwrap()
    };
    record.refresh_token = Some(first.into());
    let error = pool.resume(&record).unwrap().refresh().await.unwrap_err();
    assert!(error.needs_sign_in(), "{error}");
}

fn state(url: &str) -> String {
    let url = url::Url::parse(url).unwrap();
    let mut pairs = url.query_pairs();
    pairs
        .find(|(name, _)| name == "state")
        .unwrap()
        .1
        .into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_code_works_once_for_five_minutes_and_with_its_verifier_only() {
    let local = local().await;
    let pool = app(&local, |client| client).await;
    let authorization = begin(&pool);
    let url = authorization.url();
    let left = sign_in(&mut Browser::default(), &url, "ana");
    // An attacker injects the code into a sign-in of their own (RFC 9700 4.5).
    let inject = async || {
        let other = begin(&pool);
        let injected = left.replace(&state(&url), &state(&other.url()));
        let injected = Callback::parse(&injected).unwrap();
        other.complete(injected).await.unwrap_err()
    };
    let error = inject().await;
    assert!(error.to_string().contains("invalid_grant"), "{error}");
    let owned = Callback::parse(&left).unwrap();
    authorization.complete(owned).await.unwrap();
    let error = inject().await;
    assert!(error.to_string().contains("invalid_grant"), "{error}");

    let late = begin(&pool);
    let callback = callback(&late);
    local
        .set_clock(Duration::from_mins(5) + Duration::from_secs(1))
        .await;
    let error = late.complete(callback).await.unwrap_err();
    assert!(error.to_string().contains("invalid_grant"), "{error}");
    assert!(error.is_refusal() && error.hint().unwrap().contains("5 minutes"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn who_is_signed_in_already_is_not_asked_again_until_signed_out() {
    let local = local().await;
    let pool = app(&local, |client| client).await;
    let mut browser = Browser::default();
    let first = begin(&pool);
    let left = sign_in(&mut browser, &first.url(), "ana");
    first
        .complete(Callback::parse(&left).unwrap())
        .await
        .unwrap();

    let silent = pool.browser_sign_in(redirect_uri());
    let silent = silent.prompt([poolgate::oauth::Prompt::None]);
    let second = silent.clone().begin().unwrap();
    let left = browser.open_until(&second.url(), REDIRECT_URI);
    let session = second.complete(Callback::parse(&left).unwrap());
    assert_eq!(session.await.unwrap().username(), "ana");

    let logout = pool.logout_url(&SIGN_OUT_URI.parse().unwrap()).unwrap();
    assert_eq!(browser.open_until(&logout, SIGN_OUT_URI), SIGN_OUT_URI);
    let third = silent.begin().unwrap();
    let left = browser.open_until(&third.url(), REDIRECT_URI);
    let error = third.complete(Callback::parse(&left).unwrap()).await;
    let error = error.unwrap_err();
    assert!(error.to_string().contains("login_required"), "{error}");
    assert!(error.is_refusal());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_sign_in_may_sign_out_first_whoever_is_signed_in() {
    let local = local().await;
    local.create_user("bob").await;
    let pool = app(&local, |client| client).await;
    let mut browser = Browser::default();
    sign_in(&mut browser, &begin(&pool).url(), "ana");
    let authorization = begin(&pool);
    let url = authorization.url_after_sign_out();
    let left = sign_in(&mut browser, &url, "bob");
    let session = authorization.complete(Callback::parse(&left).unwrap());
    assert_eq!(session.await.unwrap().username(), "bob");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_scope_that_the_client_has_not_comes_back_as_an_error() {
    let local = local().await;
    let pool = app(&local, |client| client).await;
    let sign_in = pool.browser_sign_in(redirect_uri());
    let authorization = sign_in.scopes(["openid", "orders/read"]).begin().unwrap();
    let left = Browser::default().open_until(&authorization.url(), REDIRECT_URI);
    let callback = Callback::parse(&left).unwrap();
    assert!(authorization.is_answered_by(&callback));
    let error = authorization.complete(callback).await.unwrap_err();
    assert!(error.is_configuration(), "{error}");
    assert!(error.to_string().contains("invalid_scope"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_client_without_openid_is_told_to_have_it() {
    let local = local().await;
    let only = "aws.cognito.signin.user.admin".to_owned();
    let pool = app(&local, |client| {
        client.set_allowed_o_auth_scopes(Some(vec![only]))
    })
    .await;
    let authorization = pool.browser_sign_in(redirect_uri()).begin().unwrap();
    let callback = callback(&authorization);
    let error = authorization.complete(callback).await.unwrap_err();
    assert!(matches!(error, Error::NoIdToken), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_machine_gets_tokens_of_its_own() {
    let local = local().await;
    let scope = |name: &str| {
        let scope = ResourceServerScopeType::builder().scope_name(name);
        scope.scope_description(name).build().unwrap()
    };
    let administrator = local.administrator();
    administrator
        .create_resource_server()
        .user_pool_id(&local.pool_id)
        .identifier("orders")
        .name("orders")
        .scopes(scope("read"))
        .scopes(scope("write"))
        .send()
        .await
        .unwrap();
    let create = administrator
        .create_user_pool_client()
        .user_pool_id(&local.pool_id)
        .client_name("machine")
        .generate_secret(true)
        .allowed_o_auth_flows_user_pool_client(true)
        .allowed_o_auth_flows(OAuthFlowType::ClientCredentials)
        .allowed_o_auth_scopes("orders/read")
        .allowed_o_auth_scopes("orders/write");
    let pool = seen(&local, create).await;
    let token = pool
        .client_credentials(["orders/read"])
        .request()
        .await
        .unwrap();
    assert_eq!(token.scopes().as_str(), "orders/read");
    assert_eq!(token.claims().sub, pool.client_id().as_str());
    let all = pool
        .client_credentials::<String>([])
        .request()
        .await
        .unwrap();
    assert_eq!(all.scopes().as_str(), "orders/read orders/write");
    let error = pool.client_credentials(["orders/delete"]).request().await;
    let error = error.unwrap_err();
    assert!(error.to_string().contains("invalid_scope"), "{error}");

    let public = app(&local, |client| client).await;
    let error = public.client_credentials(["orders/read"]).request().await;
    assert!(error.unwrap_err().is_configuration());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_pool_without_a_domain_says_so() {
    let local = Local::start(|pool| pool).await;
    let error = local.pool().discover_domain().await.unwrap_err();
    assert!(matches!(error, Error::NoDomain), "{error}");
    assert!(error.is_configuration() && error.hint().is_some());
}
