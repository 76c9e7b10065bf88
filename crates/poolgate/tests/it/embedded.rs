//! The whole path against the embedded server, which checks every proof.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_sdk_cognitoidentityprovider::config::Credentials;
use aws_sdk_cognitoidentityprovider::types::{AttributeType, ExplicitAuthFlowsType};
use poolgate::{
    AwsCredentials, Challenge, ClientSecret, ErrorCode, FileStore, IdentityPool, Login, Password,
    Session, SignInStep, UserPool, Username,
};
use poolgate_local::Attachment;
use tempfile::TempDir;

pub(crate) struct Embedded {
    attachment: Attachment,
    _data: TempDir,
}

impl Embedded {
    pub(crate) async fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let directory = data.path().to_owned();
        // Attaching blocks.
        let attach = move || Attachment::open(&directory).unwrap();
        let attachment = tokio::task::spawn_blocking(attach).await.unwrap();
        Self {
            attachment,
            _data: data,
        }
    }

    pub(crate) fn password(&self) -> &str {
        self.attachment.seed().password()
    }

    fn pool(&self) -> UserPool {
        let seed = self.attachment.seed();
        UserPool::builder(
            seed.user_pool_id.parse().unwrap(),
            seed.client_id.parse().unwrap(),
        )
        .endpoint_url(self.attachment.url())
        .build()
        .unwrap()
    }

    pub(crate) async fn session(&self) -> Session {
        let seed = self.attachment.seed();
        signed_in(self.pool(), &seed.username, seed.password()).await
    }

    pub(crate) async fn credentials(&self, session: &Session) -> AwsCredentials {
        IdentityPool::builder(self.attachment.seed().identity_pool_id.parse().unwrap())
            .endpoint_url(self.attachment.url())
            .build()
            .unwrap()
            .credentials(&Login::of(&session.tokens()).into())
            .await
            .unwrap()
    }

    /// A client of the SDK that signs its calls, as an administrator does.
    fn administrator(&self) -> aws_sdk_cognitoidentityprovider::Client {
        let config = self.pool().client().config().to_builder();
        let keys = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
        aws_sdk_cognitoidentityprovider::Client::from_conf(
            config.credentials_provider(keys).build(),
        )
    }

    pub(crate) async fn close(self) {
        tokio::task::spawn_blocking(move || self.attachment.close())
            .await
            .unwrap();
    }
}

async fn srp(
    pool: &UserPool,
    username: &str,
    password: &str,
) -> Result<SignInStep, poolgate::Error> {
    let password = Password::new(password.to_owned()).unwrap();
    pool.sign_in(Username::new(username).unwrap())
        .with_srp(password)
        .await
}

async fn signed_in(pool: UserPool, username: &str, password: &str) -> Session {
    match srp(&pool, username, password).await.unwrap() {
        SignInStep::SignedIn(session) => session,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn from_a_password_to_aws_credentials() {
    let embedded = Embedded::start().await;
    let session = embedded.session().await;
    assert_eq!(session.username(), embedded.attachment.seed().username);
    assert!(
        session
            .tokens()
            .issuer()
            .starts_with(&embedded.attachment.url())
    );

    let before = session.tokens();
    let after = session.refresh().await.unwrap();
    assert_ne!(
        before.access_token().expose(),
        after.access_token().expose()
    );
    assert_eq!(before.id_claims().origin_jti, after.id_claims().origin_jti);

    let credentials = embedded.credentials(&session).await;
    assert!(
        credentials
            .to_process_json()
            .unwrap()
            .contains(credentials.access_key_id())
    );
    assert_eq!(
        credentials.identity_id(),
        embedded.credentials(&session).await.identity_id()
    );
    embedded.close().await;
}

#[tokio::test]
async fn a_wrong_password_has_no_proof() {
    let embedded = Embedded::start().await;
    let username = &embedded.attachment.seed().username;
    let error = srp(&embedded.pool(), username, "not the password")
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::NotAuthorized));
    embedded.close().await;
}

#[tokio::test]
async fn a_revoked_session_is_gone_for_whoever_else_has_it() {
    let embedded = Embedded::start().await;
    let session = embedded.session().await;
    let state = tempfile::tempdir().unwrap();
    let store = || Arc::new(FileStore::new(state.path()));
    session.keep_in(store(), None).await.unwrap();
    let copy = embedded
        .pool()
        .resume_from(store(), None)
        .await
        .unwrap()
        .unwrap();
    let stolen = copy.tokens().refresh_token().unwrap().clone();

    session.revoke().await.unwrap();
    assert!(
        embedded
            .pool()
            .resume_from(store(), None)
            .await
            .unwrap()
            .is_none()
    );
    let username = Username::new(&copy.username()).unwrap();
    let thief = embedded
        .pool()
        .session_from_refresh_token(stolen, username, None)
        .await;
    assert!(thief.unwrap_err().needs_sign_in());
    embedded.close().await;
}

#[tokio::test]
async fn a_client_with_a_secret_and_a_user_with_a_temporary_password() {
    let embedded = Embedded::start().await;
    let administrator = embedded.administrator();
    let pool_id = &embedded.attachment.seed().user_pool_id;
    let client = administrator
        .create_user_pool_client()
        .user_pool_id(pool_id)
        .client_name("confidential")
        .generate_secret(true)
        .explicit_auth_flows(ExplicitAuthFlowsType::AllowUserSrpAuth)
        .explicit_auth_flows(ExplicitAuthFlowsType::AllowRefreshTokenAuth)
        .send()
        .await
        .unwrap()
        .user_pool_client
        .unwrap();
    let email = AttributeType::builder()
        .name("email")
        .value("bob@example.com")
        .build()
        .unwrap();
    administrator
        .admin_create_user()
        .user_pool_id(pool_id)
        .username("bob")
        .temporary_password("Temporary-1")
        .user_attributes(email)
        .send()
        .await
        .unwrap();

    let secret = ClientSecret::new(client.client_secret.unwrap()).unwrap();
    let client_id = client.client_id.unwrap();
    let pool = UserPool::builder(pool_id.parse().unwrap(), client_id.parse().unwrap())
        .client_secret(Some(secret))
        .endpoint_url(embedded.attachment.url())
        .build()
        .unwrap();
    let step = srp(&pool, "bob", "Temporary-1").await.unwrap();
    let SignInStep::Challenge(Challenge::NewPasswordRequired(pending)) = step else {
        panic!("{step:?}")
    };
    let new = Password::new("Permanent-1".to_owned()).unwrap();
    let step = pending.answer(&new, &BTreeMap::new()).await.unwrap();
    assert!(matches!(step, SignInStep::SignedIn(_)), "{step:?}");
    let session = signed_in(pool, "bob", "Permanent-1").await;
    session.refresh().await.unwrap();
    embedded.close().await;
}

#[tokio::test]
async fn a_flow_that_is_not_enabled_has_a_hint() {
    let embedded = Embedded::start().await;
    let administrator = embedded.administrator();
    let pool_id = &embedded.attachment.seed().user_pool_id;
    let client = administrator
        .create_user_pool_client()
        .user_pool_id(pool_id)
        .client_name("srp only")
        .explicit_auth_flows(ExplicitAuthFlowsType::AllowUserSrpAuth)
        .explicit_auth_flows(ExplicitAuthFlowsType::AllowRefreshTokenAuth)
        .send()
        .await
        .unwrap();
    let client_id = client.user_pool_client.unwrap().client_id.unwrap();
    let pool = UserPool::builder(pool_id.parse().unwrap(), client_id.parse().unwrap())
        .endpoint_url(embedded.attachment.url())
        .build()
        .unwrap();
    let seed = embedded.attachment.seed();
    let password = Password::new(seed.password().to_owned()).unwrap();
    let username = Username::new(&seed.username).unwrap();
    let error = pool
        .sign_in(username)
        .with_password(password)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::InvalidParameter), "{error}");
    assert!(error.hint().unwrap().contains("ALLOW_USER_PASSWORD_AUTH"));
    embedded.close().await;
}
