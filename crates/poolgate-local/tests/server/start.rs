//! Starting, and what keeps a server from it.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;

use poolgate_local::{Data, IssuerForm, RunningServer, Server, ServerBuilder, StartError};
use serde_json::json;
use tokio::runtime::Runtime;

use super::client::{call, send};

/// A server and the threads that it runs on.
pub(crate) struct Running {
    runtime: Runtime,
    server: Option<RunningServer>,
}

impl Running {
    pub(crate) fn in_memory() -> Self {
        Self::start(Server::builder()).unwrap()
    }

    pub(crate) fn on(directory: &Path) -> Result<Self, StartError> {
        Self::start(Server::builder().data(Data::Directory(directory.to_owned())))
    }

    pub(crate) fn start(builder: ServerBuilder) -> Result<Self, StartError> {
        let runtime = Runtime::new().unwrap();
        let server = Some(runtime.block_on(builder.start())?);
        Ok(Self { runtime, server })
    }

    pub(crate) fn url(&self) -> &str {
        self.server.as_ref().unwrap().url()
    }

    pub(crate) fn shutdown(mut self) {
        if let Some(server) = self.server.take() {
            self.runtime.block_on(server.shutdown());
        }
    }
}

fn refusal(builder: ServerBuilder) -> StartError {
    match Running::start(builder) {
        Ok(running) => panic!("started at {}", running.url()),
        Err(error) => error,
    }
}

#[test]
fn a_busy_port_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let error = refusal(Server::builder().address(address));
    assert!(matches!(error, StartError::AddressInUse { .. }));
    assert_eq!(
        error.to_string(),
        format!("{address} is in use by another program")
    );
}

#[test]
fn an_address_of_another_machine_is_named() {
    let address: SocketAddr = "192.0.2.1:9229".parse().unwrap();
    let error = refusal(Server::builder().address(address));
    assert!(
        error
            .to_string()
            .starts_with("cannot listen on 192.0.2.1:9229: "),
        "{error}"
    );
}

#[test]
fn data_in_use_is_said() {
    let directory = tempfile::tempdir().unwrap();
    let first = Running::on(directory.path()).unwrap();
    let error = refusal(Server::builder().data(Data::Directory(directory.path().to_owned())));
    assert!(matches!(error, StartError::DataLocked { .. }), "{error}");
    first.shutdown();
    Running::on(directory.path()).unwrap().shutdown();
}

#[test]
fn a_directory_that_cannot_be_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    std::fs::write(&file, "in the way").unwrap();
    for path in [file.clone(), file.join("below")] {
        let error = refusal(Server::builder().data(Data::Directory(path)));
        assert!(
            matches!(error, StartError::DataNotWritable { .. }),
            "{error}"
        );
        assert!(error.to_string().contains("file"), "{error}");
    }
}

#[test]
fn damaged_data_is_named_and_kept() {
    let directory = tempfile::tempdir().unwrap();
    Running::on(directory.path()).unwrap().shutdown();
    let store = directory.path().join("state.redb");
    let mut content = std::fs::read(&store).unwrap();
    content.truncate(content.len() / 2);
    std::fs::write(&store, &content).unwrap();
    let error = refusal(Server::builder().data(Data::Directory(directory.path().to_owned())));
    assert!(matches!(error, StartError::CorruptStore { .. }), "{error}");
    assert!(error.to_string().contains("state.redb"), "{error}");
    assert!(
        std::fs::read(&store).unwrap() == content,
        "the damaged file was written to"
    );
}

#[test]
fn senseless_settings_are_refused() {
    for account in ["", "1", "12345678901a", "0000000000000"] {
        let error = refusal(Server::builder().account_id(account));
        assert!(matches!(error, StartError::InvalidAccountId(_)), "{error}");
    }
    for region in ["", "eu west 1", "../..", "EU-WEST-1"] {
        let error = refusal(Server::builder().region(region));
        assert!(matches!(error, StartError::InvalidRegion(_)), "{error}");
    }
    for url in [
        "",
        "localhost",
        "ftp://localhost",
        "http://",
        "http://host/?q",
        "http://host/#f",
    ] {
        let error = refusal(Server::builder().url(url));
        assert!(matches!(error, StartError::InvalidUrl(_)), "{url}: {error}");
    }
}

#[test]
fn settings_show_in_what_is_made() {
    let builder = Server::builder()
        .region("eu-central-1")
        .account_id("123456789012")
        .issuer(IssuerForm::Aws)
        .url("http://cognito.test:8080/");
    let running = Running::start(builder).unwrap();
    let address = running.server.as_ref().unwrap().local_addr();
    assert_eq!(running.url(), "http://cognito.test:8080");
    let url = format!("http://{address}");
    let pool = call(&url, "CreateUserPool", &json!({ "PoolName": "p" })).success();
    let id = pool["UserPool"]["Id"].as_str().unwrap();
    let arn = format!("arn:aws:cognito-idp:eu-central-1:123456789012:userpool/{id}");
    assert_eq!(pool["UserPool"]["Arn"], arn);
    let path = format!("GET /{id}/.well-known/openid-configuration");
    let configuration = send(&url, &path, &[], "").success();
    let issuer = format!("https://cognito-idp.eu-central-1.amazonaws.com/{id}");
    assert_eq!(configuration["issuer"], issuer);
    let keys = format!("http://cognito.test:8080/{id}/.well-known/jwks.json");
    assert_eq!(configuration["jwks_uri"], keys);
}

#[test]
fn everywhere_is_reached_at_the_loopback_address() {
    let everywhere = "0.0.0.0:0".parse().unwrap();
    let running = Running::start(Server::builder().address(everywhere)).unwrap();
    assert!(
        running.url().starts_with("http://127.0.0.1:"),
        "{}",
        running.url()
    );
    assert_eq!(
        send(running.url(), "GET /_poolgate/health", &[], "").status,
        200
    );
}
