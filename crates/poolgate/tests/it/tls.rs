//! Certificates and proxies: the same for the SDK's calls and for the key set.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use poolgate::{Environment, Error, SignInStep};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::script::{KEY, POOL, Service, ana, ok, password};

/// A service behind TLS, with a certificate of a private CA.
struct SecureService {
    service: Service,
    address: SocketAddr,
    files: TempDir,
}

impl SecureService {
    async fn start() -> Self {
        let service = Service::start().await;
        let files = tempfile::tempdir().unwrap();
        let config = certify(&files, "ca.pem");
        certify(&files, "other-ca.pem");
        let address = terminate_tls(config, *service.server.address()).await;
        // It names AWS as its issuer; the keys are its own all the same.
        let issuer = format!("https://cognito-idp.eu-west-1.amazonaws.com/{POOL}");
        let (mut id, mut access) = (service.id_claims(), service.access_claims());
        (id["iss"], access["iss"]) = (issuer.clone().into(), issuer.into());
        service
            .answer("InitiateAuth", ok(KEY.tokens(&id, &access, None)))
            .await;
        Self {
            service,
            address,
            files,
        }
    }

    fn environment(&self, bundle: &str) -> Environment {
        let mut environment = Environment::default();
        environment.ssl_cert_file = Some(self.path(bundle));
        environment
    }

    fn path(&self, file: &str) -> PathBuf {
        self.files.path().join(file)
    }

    async fn sign_in(&self, environment: Environment) -> Result<SignInStep, Error> {
        self.service
            .builder()
            .endpoint_url(format!("https://localhost:{}", self.address.port()))
            .environment(environment)
            .build()?
            .sign_in(ana())
            .with_password(password())
            .await
    }
}

/// Writes a new CA's certificate to a file, and has it certify `localhost`.
fn certify(files: &TempDir, name: &str) -> ServerConfig {
    let ca_key = KeyPair::generate().unwrap();
    let mut ca = CertificateParams::default();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca_certificate = ca.self_signed(&ca_key).unwrap();
    std::fs::write(files.path().join(name), ca_certificate.pem()).unwrap();

    let key = KeyPair::generate().unwrap();
    let issuer = Issuer::new(ca, ca_key);
    let server = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let certificate = CertificateDer::from(server.signed_by(&key, &issuer).unwrap());
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap()
}

async fn terminate_tls(config: ServerConfig, plain: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let mut plain = TcpStream::connect(plain).await.unwrap();
                let _ = copy_bidirectional(&mut stream, &mut plain).await;
            });
        }
    });
    address
}

/// A proxy that counts who asks it for a tunnel.
async fn proxy() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let tunnels = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&tunnels);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(tunnel(stream));
        }
    });
    (url, tunnels)
}

async fn tunnel(mut stream: TcpStream) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(stream.read_u8().await.unwrap());
    }
    let request = String::from_utf8(request).unwrap();
    let target = request
        .strip_prefix("CONNECT ")
        .unwrap()
        .split(' ')
        .next()
        .unwrap();
    let port = target.rsplit(':').next().unwrap();
    let mut target = TcpStream::connect(format!("127.0.0.1:{port}"))
        .await
        .unwrap();
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    let _ = copy_bidirectional(&mut stream, &mut target).await;
}

#[tokio::test]
async fn a_private_ca_is_trusted_when_it_is_named() {
    let secure = SecureService::start().await;
    let step = secure.sign_in(secure.environment("ca.pem")).await.unwrap();
    assert!(matches!(step, SignInStep::SignedIn(_)), "{step:?}");
}

#[tokio::test]
async fn a_private_ca_that_is_not_named_is_not_trusted() {
    let secure = SecureService::start().await;
    let error = secure
        .sign_in(secure.environment("other-ca.pem"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error}");
    assert!(error.hint().unwrap().contains("AWS_CA_BUNDLE"), "{error}");
}

#[tokio::test]
async fn a_bundle_that_is_not_there_is_named() {
    let secure = SecureService::start().await;
    let error = secure
        .sign_in(secure.environment("missing.pem"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::CaBundle { .. }) && error.is_configuration(),
        "{error}"
    );
    assert!(error.to_string().contains("missing.pem"), "{error}");
}

#[tokio::test]
async fn calls_and_keys_both_go_through_the_proxy() {
    let secure = SecureService::start().await;
    let (url, tunnels) = proxy().await;
    let mut environment = secure.environment("ca.pem");
    environment.https_proxy = Some(url);
    secure.sign_in(environment).await.unwrap();
    assert_eq!(tunnels.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_host_that_needs_no_proxy_gets_none() {
    let secure = SecureService::start().await;
    let (url, tunnels) = proxy().await;
    let mut environment = secure.environment("ca.pem");
    environment.https_proxy = Some(url);
    environment.no_proxy = Some("localhost".to_owned());
    secure.sign_in(environment).await.unwrap();
    assert_eq!(tunnels.load(Ordering::SeqCst), 0);
}
