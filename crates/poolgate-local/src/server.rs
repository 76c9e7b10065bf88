//! The server as a value: built, started, shut down.

mod data;
mod running;
mod start_error;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use getrandom::SysRng;
use rand_core::UnwrapErr;
use tokio::net::TcpListener;
use tokio::runtime::Handle;

use crate::caller::AccessKey;
use crate::core::{Core, IssuerForm, Settings};
use crate::data_directory::Ownership;
use crate::functions::{Functions, HttpInvoker};
use crate::http::{Limits, Shell, connections};
use crate::journal::Journal;
use crate::outgoing::HttpOutgoing;
use crate::state::State;
use crate::trust::Trust;

pub use data::Data;
pub use running::RunningServer;
pub use start_error::StartError;

/// The embedded Cognito on a port.
///
/// ```
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
/// # runtime.block_on(async {
/// use poolgate_local::Server;
///
/// let server = Server::builder().start().await?;
/// assert!(server.url().starts_with("http://127.0.0.1:"));
/// server.shutdown().await;
/// # Ok::<(), poolgate_local::StartError>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Server;

impl Server {
    /// A server that forgets, on a free loopback port.
    pub fn builder() -> ServerBuilder {
        ServerBuilder::default()
    }
}

/// How to start a server.
#[derive(Clone, Debug)]
#[must_use = "nothing is started before `start`"]
pub struct ServerBuilder {
    address: SocketAddr,
    data: Data,
    issuer: IssuerForm,
    region: String,
    account_id: String,
    verify_signatures: bool,
    access_keys: Vec<AccessKey>,
    trust: Trust,
    functions: Functions,
    url: Option<String>,
    limits: Limits,
}

impl Default for ServerBuilder {
    fn default() -> Self {
        let Settings {
            region, account_id, ..
        } = Settings::new(String::new());
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            data: Data::Memory,
            issuer: IssuerForm::default(),
            region,
            account_id,
            verify_signatures: false,
            access_keys: Vec::new(),
            trust: Trust::default(),
            functions: Functions::default(),
            url: None,
            limits: Limits::default(),
        }
    }
}

impl ServerBuilder {
    /// Where to listen; port 0 means any free one. By default a free port of 127.0.0.1.
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Where the data is kept. By default in memory.
    pub fn data(mut self, data: Data) -> Self {
        self.data = data;
        self
    }

    /// Whom the tokens name as their issuer. By default the server's own URL.
    pub fn issuer(mut self, issuer: IssuerForm) -> Self {
        self.issuer = issuer;
        self
    }

    /// The AWS Region to play, the first part of new pool ids. By default `us-east-1`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = region.into();
        self
    }

    /// The AWS account to play: twelve digits. By default `000000000000`.
    pub fn account_id(mut self, account_id: impl Into<String>) -> Self {
        self.account_id = account_id.into();
        self
    }

    /// Whether signatures by access keys that this server neither issued nor was told of are
    /// refused. By default any such key is welcome; the keys that it issued are always checked.
    pub fn verify_signatures(mut self, verify: bool) -> Self {
        self.verify_signatures = verify;
        self
    }

    /// Makes one more access key known, for a server that verifies signatures.
    pub fn access_key(mut self, key: AccessKey) -> Self {
        self.access_keys.push(key);
        self
    }

    /// Whom the server believes beside itself: IAM roles, issuers of tokens. By default nobody.
    pub fn trust(mut self, trust: Trust) -> Self {
        self.trust = trust;
        self
    }

    /// Where the functions are that user pools name as triggers. By default nowhere: a sign-in that
    /// needs one fails.
    pub fn functions(mut self, functions: Functions) -> Self {
        self.functions = functions;
        self
    }

    /// The URL that clients reach the server at, if it is not `http://` and the address: it enters
    /// issuers and discovery documents.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Makes patience short enough for a test.
    #[cfg(test)]
    pub(crate) fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Starts the server on the current tokio runtime, which needs I/O and time enabled. When this
    /// returns, clients can connect.
    pub async fn start(self) -> Result<RunningServer, StartError> {
        let ownership = self.data.own()?;
        let listener = self.listen().await?;
        self.start_on(listener, ownership)
    }

    /// Listens, but does not answer yet.
    pub(crate) async fn listen(&self) -> Result<TcpListener, StartError> {
        TcpListener::bind(self.address)
            .await
            .map_err(|source| StartError::listen(self.address, source))
    }

    /// Answers at `listener` from the data that the caller has the right to write, or from memory.
    pub(crate) fn start_on(
        mut self,
        listener: TcpListener,
        ownership: Option<Ownership>,
    ) -> Result<RunningServer, StartError> {
        self.check()?;
        self.address = listener
            .local_addr()
            .map_err(|source| StartError::listen(self.address, source))?;
        let is_kept = ownership.is_some();
        let (state, journal) = data::load(ownership)?;
        let shell = Shell::new(
            self.core(state, journal),
            self.address,
            is_kept,
            self.limits,
        );
        let shell = Arc::new(shell);
        let connections = connections::serve(listener, Arc::clone(&shell));
        Ok(RunningServer::new(shell, connections, self.address))
    }

    fn check(&mut self) -> Result<(), StartError> {
        if self.region.parse::<poolgate_flow::Region>().is_err() {
            return Err(StartError::InvalidRegion(self.region.clone()));
        }
        let digits = self.account_id.bytes().filter(u8::is_ascii_digit).count();
        if digits != 12 || self.account_id.len() != 12 {
            return Err(StartError::InvalidAccountId(self.account_id.clone()));
        }
        if let Some(url) = &mut self.url {
            // Paths are appended with their slash.
            url.truncate(url.trim_end_matches('/').len());
            if !is_http(url) {
                return Err(StartError::InvalidUrl(url.clone()));
            }
        }
        Ok(())
    }

    fn core(&self, state: State, journal: Journal) -> Core {
        let url = self
            .url
            .clone()
            .unwrap_or_else(|| default_url(self.address));
        let settings = Settings {
            region: self.region.clone(),
            account_id: self.account_id.clone(),
            issuer: self.issuer,
            verify_signatures: self.verify_signatures,
            access_keys: self.access_keys.clone(),
            trust: self.trust.clone(),
            ..Settings::new(url)
        };
        let core = Core::new(settings, state, journal, &mut UnwrapErr(SysRng))
            .with_outgoing(Arc::new(HttpOutgoing::new(Handle::current())));
        if self.functions.is_empty() {
            return core;
        }
        let invoker = HttpInvoker::new(self.functions.clone(), Handle::current());
        core.with_invoker(Arc::new(invoker))
    }
}

/// Whether the text is an absolute URL of a web server, without query and fragment.
fn is_http(url: &str) -> bool {
    url.parse::<axum::http::Uri>().is_ok_and(|uri| {
        let scheme = uri
            .scheme_str()
            .is_some_and(|scheme| scheme == "http" || scheme == "https");
        scheme && uri.authority().is_some() && uri.query().is_none() && !url.contains('#')
    })
}

/// Clients on this machine reach a server that listens everywhere by the loopback address.
fn default_url(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    format!("http://{address}")
}
