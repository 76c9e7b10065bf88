//! A server on threads of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use super::AttachmentError;
use super::address_file::AddressFile;
use crate::caller::AccessKey;
use crate::core::IssuerForm;
use crate::data_directory::Ownership;
use crate::functions::Functions;
use crate::seed::Seed;
use crate::server::{RunningServer, Server, ServerBuilder, StartError};
use crate::trust::Trust;

/// How to serve; what is not said is as it was before.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) address: Option<SocketAddr>,
    pub(super) issuer: Option<IssuerForm>,
    /// Signatures are verified against these, if they are given.
    pub(super) access_keys: Option<Vec<AccessKey>>,
    pub(super) functions: Functions,
    pub(super) trust: Trust,
}

/// A server on threads of its own, which end with it.
#[derive(Debug)]
pub(super) struct Host {
    url: String,
    /// Dropped to stop the server.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Host {
    /// Starts the server of a data directory, seeds it, and says where it is.
    pub(super) fn start(plan: Plan, ownership: Ownership) -> Result<Self, AttachmentError> {
        let (stop, stopped) = oneshot::channel();
        let (report, started) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("poolgate-local".to_owned())
            .spawn(move || serve(plan, ownership, stopped, &report))
            .map_err(StartError::Thread)?;
        let url = started.recv().map_err(|_| {
            StartError::Thread(std::io::Error::other("the server's thread has ended"))
        })??;
        Ok(Self {
            url,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A server that panicked is stopped too.
            let _ = thread.join();
        }
    }
}

/// Runs the server until it is told to stop.
fn serve(
    plan: Plan,
    ownership: Ownership,
    stopped: oneshot::Receiver<()>,
    report: &mpsc::Sender<Result<String, AttachmentError>>,
) {
    let started = runtime()
        .map_err(AttachmentError::from)
        .and_then(|runtime| {
            let server = runtime.block_on(start(plan, ownership))?;
            Ok((runtime, server))
        });
    // Whoever started this thread waits for the report; nobody else can take it.
    match started {
        Ok((runtime, server)) => {
            let _ = report.send(Ok(server.url().to_owned()));
            // Told to stop or forgotten, it is the same.
            let _ = runtime.block_on(stopped);
            runtime.block_on(server.shutdown());
        }
        Err(error) => {
            let _ = report.send(Err(error));
        }
    }
}

fn runtime() -> Result<Runtime, StartError> {
    // Two at least: a call that takes long must not keep others from being accepted.
    let workers = thread::available_parallelism().map_or(2, |count| count.get().max(2));
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .thread_name("poolgate-local")
        .enable_io()
        .enable_time()
        .build()
        .map_err(StartError::Thread)
}

async fn start(plan: Plan, ownership: Ownership) -> Result<RunningServer, AttachmentError> {
    let directory = ownership.directory().clone();
    let before = AddressFile::read(directory.path());
    let issuer = plan
        .issuer
        .or(before.as_ref().map(|before| before.issuer))
        .unwrap_or_default();
    let address = plan.address;
    let builder = Server::builder()
        .issuer(issuer)
        .functions(plan.functions)
        .trust(plan.trust)
        .verify_signatures(plan.access_keys.is_some());
    let keys = plan.access_keys.into_iter().flatten();
    let builder = keys.fold(builder, ServerBuilder::access_key);
    let (builder, listener) = listen(builder, address, before).await?;
    let server = builder.start_on(listener, Some(ownership))?;
    Seed::ensure(server.shell(), &directory).await?;
    server.shell().reseed_in(directory.clone());
    // Last: whoever finds this server there finds it seeded.
    let record = AddressFile {
        url: server.url().to_owned(),
        address: server.local_addr(),
        issuer,
        pid: std::process::id(),
        instance: server.shell().instance().to_owned(),
    };
    record.write(&directory)?;
    Ok(server)
}

/// Listens where it was asked to, or where it did before, or at any free port.
async fn listen(
    builder: ServerBuilder,
    address: Option<SocketAddr>,
    before: Option<AddressFile>,
) -> Result<(ServerBuilder, TcpListener), StartError> {
    let loopback = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    // The port, not the interface: only whoever asks for it is reachable from other machines.
    let before = before.map_or(0, |before| before.address.port());
    let builder = builder.address(address.unwrap_or(loopback(before)));
    match builder.listen().await {
        Err(StartError::AddressInUse { .. } | StartError::Address { .. }) if address.is_none() => {
            // Another program has the port by now. The issuer changes with it, so that everyone has
            // to sign in again: better than not to serve at all.
            let builder = builder.address(loopback(0));
            let listener = builder.listen().await?;
            Ok((builder, listener))
        }
        listener => Ok((builder, listener?)),
    }
}
