//! Nothing that is logged, at any level, by any crate, may hold a secret.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use poolgate::{
    Administration, Challenge, ClientSecret, CredentialCache, FileStore, IdentityCredentials,
    IdentityProviderSettings, IdentityProviderType, MemoryStore, Password, SealingKey, Session,
    SignInStep, TokenStore, Username,
};
use serde_json::json;

use crate::devices::{demand_codes, tracking};
use crate::embedded::Embedded;
use crate::identity_pool::{answer, identity_pool, issued};
use crate::local::{Local, signed_in};
use crate::oauth_script::{begin, callback, json as json_answer, machine_token, refused, sent};
use crate::script::{Service, ana, ok, password, refusal};
use crate::ways_in::challenge;

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_log_line_holds_a_secret() {
    let captured = Captured::default();
    let writer = captured.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();

    let mut secrets: Vec<String> = [
        "correct horse",
        "client-secret",
        "key-secret",
        "token-secret",
        "123456",
        "secret-session",
    ]
    .map(str::to_owned)
    .into();
    let session = sign_in_refresh_and_fetch_credentials(&mut secrets).await;
    sign_in_by_srp(&mut secrets).await;
    sign_in_with_a_device_and_an_app(&mut secrets).await;
    let in_the_browser = sign_in_in_the_browser(&mut secrets).await;
    let described = administer(&mut secrets).await;
    let errors = failures(&session).await;

    let logged = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    assert!(
        logged.contains("InitiateAuth"),
        "the log must be of this run:\n{logged}"
    );
    for text in [
        logged,
        errors,
        described,
        in_the_browser,
        format!("{session:?}"),
    ] {
        for line in text.lines() {
            for secret in &secrets {
                assert!(!line.contains(secret.as_str()), "{secret:?} is in: {line}");
            }
        }
    }
}

/// Everything that can be done, in one go. Adds the tokens to what must not be logged.
async fn sign_in_refresh_and_fetch_credentials(secrets: &mut Vec<String>) -> Session {
    let service = Service::start().await;
    let secret = ClientSecret::new("client-secret".to_owned()).unwrap();
    let pool = service
        .builder()
        .client_secret(Some(secret))
        .build()
        .unwrap();
    let totp = json!({"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "secret-session-0123456",
        "ChallengeParameters": {"USER_ID_FOR_SRP": "ana"}});
    service.answer("InitiateAuth", ok(totp)).await;
    service
        .answer(
            "RespondToAuthChallenge",
            ok(service.tokens(Some("refresh-1-hush"))),
        )
        .await;
    let refreshed = ok(service.tokens(Some("refresh-2-hush")));
    service.answer("GetTokensFromRefreshToken", refreshed).await;
    answer(&service, "GetId", ok(json!({"IdentityId": "eu-west-1:1"}))).await;
    answer(
        &service,
        "GetCredentialsForIdentity",
        ok(issued("eu-west-1:1", 3600)),
    )
    .await;

    let step = pool.sign_in(ana()).with_password(password()).await.unwrap();
    let SignInStep::Challenge(Challenge::SoftwareTokenMfa(pending)) = step else {
        panic!("SOFTWARE_TOKEN_MFA")
    };
    let SignInStep::SignedIn(session) = pending.answer("123456").await.unwrap() else {
        panic!("signed in")
    };
    collect(secrets, &session);
    let state = tempfile::tempdir().unwrap();
    session
        .keep_in(Arc::new(FileStore::new(state.path())), Some("ana"))
        .await
        .unwrap();
    session.refresh().await.unwrap();
    collect(secrets, &session);
    let key = pool.session_key(Some("ana"));
    let cache = CredentialCache::new(state.path());
    IdentityCredentials::builder(identity_pool(&service), session.clone())
        .cached(cache, key)
        .build()
        .credentials()
        .await
        .unwrap();
    session
}

/// The way through the browser, a machine's token, and how they fail. Gives what was shown.
async fn sign_in_in_the_browser(secrets: &mut Vec<String>) -> String {
    let service = Service::start().await;
    let secret = ClientSecret::new("client-secret".to_owned()).unwrap();
    let builder = service.browser_builder().client_secret(Some(secret));
    let pool = builder.build().unwrap();
    let authorization = begin(&pool);
    let asked = sent(&authorization);
    secrets.extend([
        asked["state"].clone(),
        asked["nonce"].clone(),
        "the-code".to_owned(),
    ]);
    let callback = callback(&authorization);
    let begun = format!("{authorization:?} {callback:?}");
    let tokens = service.granted(Some(&asked["nonce"]), Some("refresh-3-hush"));
    service
        .grant_once("authorization_code", json_answer(200, tokens))
        .await;
    let session = authorization.complete(callback).await.unwrap();
    collect(secrets, &session);
    let tokens = service.granted(None, Some("refresh-4-hush"));
    service
        .grant_once("refresh_token", json_answer(200, tokens))
        .await;
    session.refresh().await.unwrap();
    collect(secrets, &session);
    service
        .grant("refresh_token", refused("invalid_grant", None))
        .await;
    let gone = session.refresh().await.unwrap_err();

    let token = machine_token(&service, 3600);
    secrets.push(token["access_token"].as_str().unwrap().to_owned());
    service
        .grant("client_credentials", json_answer(200, token))
        .await;
    let tokens = pool.client_credentials(["orders/read"]).keep_fresh();
    let token = tokens.fresh().await.unwrap();
    format!("{begun} {session:?} {gone:?} {token:?} {tokens:?}")
}

/// The same way with the embedded server, by SRP.
async fn sign_in_by_srp(secrets: &mut Vec<String>) {
    let embedded = Embedded::start().await;
    secrets.push(embedded.password().to_owned());
    let session = embedded.session().await;
    collect(secrets, &session);
    let credentials = embedded.credentials(&session).await;
    secrets.push(credentials.secret_access_key().to_owned());
    secrets.push(credentials.session_token().to_owned());
    session.refresh().await.unwrap();
    collect(secrets, &session);
    session.revoke().await.unwrap();
    embedded.close().await;
}

/// With a device that is remembered, and an authenticator app that is set up.
async fn sign_in_with_a_device_and_an_app(secrets: &mut Vec<String>) {
    let local = tracking(false).await;
    let store: Arc<dyn TokenStore> = Arc::new(MemoryStore::new());
    secrets.push(crate::local::PASSWORD.to_owned());
    let sign_in = || {
        let sign_in = local.sign_in().keep_device_in(Arc::clone(&store), None);
        sign_in.with_srp(crate::local::password())
    };
    let session = signed_in(sign_in().await.unwrap());
    let app = demand_codes(&session).await;
    secrets.push(app.expose().to_owned());
    let device = store.load_device(&local.pool().session_key(None));
    let device = device.unwrap().unwrap();
    secrets.push(device.password.expose().to_owned());
    collect(secrets, &signed_in(sign_in().await.unwrap()));

    let asked = local.sign_in().with_srp(crate::local::password()).await;
    let sealed = challenge(asked.unwrap()).seal(&SealingKey::new([7; 32]));
    secrets.push(sealed.unwrap());
}

/// What administrators give and are given; answers how it is described.
async fn administer(secrets: &mut Vec<String>) -> String {
    let local = Local::start(|pool| pool).await;
    let administration = local.administration();
    let given = ["Hush-Temporary-1", "Hush-Permanent-2", "hush-provider-3"];
    secrets.extend(given.map(str::to_owned));
    let [temporary, permanent, of_provider] = given;
    let password = |text: &str| Password::new(text.to_owned()).unwrap();
    let create = administration.create_user(Username::new("ben").unwrap());
    let create = create.temporary_password(password(temporary));
    let creation = format!("{create:?}");
    create.without_message().send().await.unwrap();
    administration
        .set_password(&ana(), &password(permanent))
        .await
        .unwrap();

    let client = administration.create_app_client("job", true, |_| {}).await;
    let client = client.unwrap();
    let created = format!("{client:?}");
    secrets.push(client.client_secret.unwrap());
    let id = client.client_id.unwrap().parse().unwrap();
    let added = administration.add_client_secret(&id, None).await.unwrap();
    let second = format!("{added:?}");
    secrets.push(added.secret.unwrap().expose().to_owned());
    let provider = administer_a_provider(&administration, of_provider).await;
    [creation, created, second, provider].join("\n")
}

async fn administer_a_provider(administration: &Administration, secret: &str) -> String {
    let details = [
        ("client_id", "poolgate"),
        ("client_secret", secret),
        ("attributes_request_method", "GET"),
        ("oidc_issuer", "https://id.example.com"),
        ("authorize_scopes", "openid"),
    ];
    let settings = IdentityProviderSettings {
        details: details
            .map(|(name, value)| (name.into(), value.into()))
            .into(),
        ..IdentityProviderSettings::default()
    };
    let oidc = IdentityProviderType::Oidc;
    administration
        .create_identity_provider("Corporate", &oidc, settings)
        .await
        .unwrap();
    let update = administration.update_identity_provider("Corporate", |provider| {
        provider.identifiers.push("example.com".to_owned());
    });
    update.await.unwrap();
    let found = administration.identity_provider_by_identifier("example.com");
    let found = found.await.unwrap();
    assert!(found.settings.details.contains_key("client_secret"));
    format!("{found:?}")
}

fn collect(secrets: &mut Vec<String>, session: &Session) {
    let tokens = session.tokens();
    // The signature is what makes a token worth stealing, and is found in any excerpt of it.
    let signature = |token: &str| token.rsplit('.').next().unwrap().to_owned();
    secrets.push(signature(tokens.id_token().expose()));
    secrets.push(signature(tokens.access_token().expose()));
    secrets.push(tokens.refresh_token().unwrap().expose().to_owned());
}

/// The errors of a service that fails and of one that sends half a reply.
async fn failures(session: &Session) -> String {
    let gone = session.refresh().await.unwrap_err();
    let service = Service::start().await;
    let refused = refusal("NotAuthorizedException", "Incorrect username or password.");
    service.answer_once("InitiateAuth", refused).await;
    let wrong = service
        .pool()
        .sign_in(ana())
        .with_password(password())
        .await
        .unwrap_err();
    let half = wiremock::ResponseTemplate::new(200)
        .set_body_string(r#"{"AuthenticationResult":{"RefreshToken":"refresh-1-hush"#);
    service.answer("InitiateAuth", half).await;
    let broken = service
        .pool()
        .sign_in(ana())
        .with_password(password())
        .await
        .unwrap_err();
    format!("{gone} {gone:?}\n{wrong} {wrong:?}\n{broken} {broken:?}")
}
