//! Services that are broken, or not who they say: an error each, and nothing kept.

use poolgate::{Error, SignInStep};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use wiremock::ResponseTemplate;

use crate::script::{CLIENT, KEY, POOL, STRANGERS_KEY, Service, ana, now, ok, password};

/// N, the prime of RFC 3526 group 15, which B must not be a multiple of (protocol.md 1.1).
const N: &str = "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74\
020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245\
E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6\
49286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD96\
1C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B\
E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE5\
15D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A\
8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6B\
F12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2\
08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";

async fn srp_error(change: impl FnOnce(&mut Value)) -> Error {
    let service = Service::start().await;
    let mut parameters = json!({
        "SALT": "5a1f", "SRP_B": "1234567890abcdef", "SECRET_BLOCK": "c2VjcmV0",
        "USER_ID_FOR_SRP": "ana", "USERNAME": "ana",
    });
    change(&mut parameters);
    let challenge =
        json!({"ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": parameters});
    service.answer("InitiateAuth", ok(challenge)).await;
    let error = service
        .pool()
        .sign_in(ana())
        .with_srp(password())
        .await
        .unwrap_err();
    assert_eq!(
        service.calls("RespondToAuthChallenge").await,
        0,
        "no proof may be given: {error}"
    );
    error
}

#[tokio::test]
async fn an_unsafe_public_value_gets_no_proof() {
    for value in ["0", "00", N, &format!("0{N}")] {
        let error = srp_error(|parameters| parameters["SRP_B"] = value.into()).await;
        assert!(matches!(error, Error::Flow(_)), "{error}");
    }
}

#[tokio::test]
async fn an_endless_salt_gets_no_proof() {
    let error = srp_error(|parameters| parameters["SALT"] = "a".repeat(10_000).into()).await;
    assert!(matches!(error, Error::Flow(_)), "{error}");
}

#[tokio::test]
async fn a_missing_parameter_is_named() {
    for name in ["SALT", "SRP_B", "SECRET_BLOCK", "USER_ID_FOR_SRP"] {
        let without = |parameters: &mut Value| {
            parameters.as_object_mut().unwrap().remove(name);
        };
        let error = srp_error(without).await.to_string();
        assert!(error.contains(name), "{error}");
    }
}

#[tokio::test]
async fn tokens_without_the_proof_that_was_offered_are_refused() {
    let service = Service::start().await;
    service
        .answer("InitiateAuth", ok(service.tokens(None)))
        .await;
    let error = service
        .pool()
        .sign_in(ana())
        .with_srp(password())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Flow(_)), "{error}");
}

/// What a sign-in says to tokens whose claims were changed so.
async fn refused(change: impl FnOnce(&mut Value, &mut Value)) -> poolgate_token::Error {
    let service = Service::start().await;
    let (mut id, mut access) = (service.id_claims(), service.access_claims());
    change(&mut id, &mut access);
    let tokens = KEY.tokens(&id, &access, Some("refresh"));
    match service.sign_in(tokens).await.unwrap_err() {
        Error::Token { error, .. } => error,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn tokens_of_another_pool_are_refused() {
    let other = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other";
    let error = refused(|id, _| id["iss"] = other.into()).await;
    assert!(
        matches!(error, poolgate_token::Error::Issuer { .. }),
        "{error}"
    );
}

#[tokio::test]
async fn tokens_of_another_app_client_are_refused() {
    let error = refused(|_, access| access["client_id"] = "another".into()).await;
    assert!(
        matches!(error, poolgate_token::Error::AppClient { .. }),
        "{error}"
    );
    let error = refused(|id, _| id["aud"] = "another".into()).await;
    assert!(
        matches!(error, poolgate_token::Error::AppClient { .. }),
        "{error}"
    );
}

#[tokio::test]
async fn swapped_and_expired_tokens_are_refused() {
    let error = refused(std::mem::swap).await;
    assert!(
        matches!(error, poolgate_token::Error::TokenUse { .. }),
        "{error}"
    );
    let error = refused(|id, _| id["exp"] = (now() - 3600).into()).await;
    assert!(
        matches!(error, poolgate_token::Error::Expired { .. }),
        "{error}"
    );
}

#[tokio::test]
async fn tokens_of_two_users_are_refused() {
    let service = Service::start().await;
    let mut id = service.id_claims();
    id["sub"] = "somebody else".into();
    let tokens = KEY.tokens(&id, &service.access_claims(), None);
    let error = service.sign_in(tokens).await.unwrap_err();
    assert!(matches!(error, Error::UserChanged { .. }), "{error}");
}

#[tokio::test]
async fn tokens_under_another_key_are_refused() {
    let service = Service::start().await;
    let (id, access) = (service.id_claims(), service.access_claims());
    let tokens = STRANGERS_KEY.tokens(&id, &access, Some("refresh"));
    let error = service.sign_in(tokens).await.unwrap_err();
    let Error::Token { error, .. } = error else {
        panic!("{error}")
    };
    assert!(
        matches!(error, poolgate_token::Error::Signature { .. }),
        "{error}"
    );
}

#[tokio::test]
async fn missing_members_are_named() {
    let service = Service::start().await;
    for member in ["IdToken", "AccessToken", "ExpiresIn"] {
        let mut tokens = service.tokens(None);
        tokens["AuthenticationResult"]
            .as_object_mut()
            .unwrap()
            .remove(member);
        let error = service.sign_in(tokens).await.unwrap_err().to_string();
        assert!(error.contains(member), "{error}");
    }
    let error = service.sign_in(json!({})).await.unwrap_err();
    assert!(
        matches!(error, Error::Flow(poolgate_flow::Error::NoOutcome)),
        "{error}"
    );
}

#[tokio::test]
async fn a_reply_that_is_no_json_is_an_error_that_shows_nothing_of_it() {
    let service = Service::start().await;
    let junk = ResponseTemplate::new(200).set_body_raw(
        r#"{"AuthenticationResult":{"AccessToken":"hush"#,
        "application/x-amz-json-1.1",
    );
    service.answer("InitiateAuth", junk).await;
    let error = service
        .pool()
        .sign_in(ana())
        .with_password(password())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::InvalidResponse { .. }), "{error}");
    assert!(!format!("{error:?} {error}").contains("hush"), "{error:?}");
}

#[tokio::test]
async fn a_page_in_the_services_place_is_told_by_its_status() {
    let service = Service::start().await;
    let page = ResponseTemplate::new(403).set_body_string("<html>Forbidden</html>");
    service.answer("InitiateAuth", page).await;
    let error = service
        .pool()
        .sign_in(ana())
        .with_password(password())
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::UnexpectedStatus { status: 403, .. }),
        "{error}"
    );
    assert!(error.hint().is_some());
}

#[tokio::test]
async fn a_reply_cut_short_is_an_error() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let reply = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"Authentication";
            let _ = stream.write_all(reply.as_bytes()).await;
        }
    });
    let pool = poolgate::UserPool::builder(POOL.parse().unwrap(), CLIENT.parse().unwrap())
        .endpoint_url(format!("http://{address}"))
        .build()
        .unwrap();
    let outcome = pool.sign_in(ana()).with_password(password()).await;
    serving.abort();
    match outcome {
        Err(Error::InvalidResponse { .. } | Error::Unreachable { .. }) => {}
        Err(other) => panic!("{other:?}"),
        Ok(SignInStep::SignedIn(_) | _) => panic!("signed in by half a reply"),
    }
}

#[tokio::test]
async fn nobody_at_the_address_is_an_error_that_may_pass() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let pool = poolgate::UserPool::builder(POOL.parse().unwrap(), CLIENT.parse().unwrap())
        .endpoint_url(format!("http://{free}"))
        .build()
        .unwrap();
    let error = pool
        .sign_in(ana())
        .with_password(password())
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Unreachable { .. }) && error.is_retryable(),
        "{error:?}"
    );
}
