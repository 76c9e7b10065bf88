//! `poolgate local serve`: the embedded Cognito for everyone on this machine.

mod greeting;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;

use poolgate_local::{
    AccessKey, Attachment, Functions, IssuerForm, Role, Server, ServerBuilder, Trust, TrustedIssuer,
};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::arguments::{IssuerName, Serve};
use crate::bounded;
use crate::diagnostics;
use crate::failure::{Failure, Kind};
use crate::paths;
use greeting::greet;

/// Where a server listens that nobody told where to.
const DEFAULT_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9229);

pub(crate) fn run(arguments: &Serve) -> Result<ExitCode, Failure> {
    diagnostics::show();
    if arguments.memory {
        serve_memory(arguments)
    } else {
        serve_directory(arguments)
    }
}

fn serve_memory(arguments: &Serve) -> Result<ExitCode, Failure> {
    bounded::server_runtime()?.block_on(async {
        let stop = Stop::listen()?;
        let keys = access_keys(arguments)?;
        let builder = Server::builder()
            .address(arguments.addr.unwrap_or(DEFAULT_ADDRESS))
            .issuer(arguments.issuer.map(issuer).unwrap_or_default())
            .functions(functions(arguments))
            .trust(trust(arguments)?)
            .verify_signatures(keys.is_some());
        let keys = keys.into_iter().flatten();
        let server = keys
            .fold(builder, ServerBuilder::access_key)
            .start()
            .await?;
        greet(server.url(), None)?;
        stop.requested().await;
        server.shutdown().await;
        Ok(ExitCode::SUCCESS)
    })
}

/// Other commands find the server by the address that it leaves in the directory.
fn serve_directory(arguments: &Serve) -> Result<ExitCode, Failure> {
    let directory = match &arguments.data {
        Some(directory) => directory.clone(),
        None => paths::local_data_directory()?,
    };
    let mut builder = Attachment::builder(&directory)
        .functions(functions(arguments))
        .trust(trust(arguments)?);
    if let Some(name) = arguments.issuer {
        builder = builder.issuer(issuer(name));
    }
    if let Some(address) = arguments.addr {
        builder = builder.address(address);
    }
    if let Some(keys) = access_keys(arguments)? {
        builder = builder.access_keys(keys);
    }
    let attachment = builder.open()?;
    greet(&attachment.url(), Some((attachment.seed(), &directory)))?;
    bounded::runtime()?.block_on(async {
        Stop::listen()?.requested().await;
        Ok::<_, Failure>(())
    })?;
    attachment.close();
    Ok(ExitCode::SUCCESS)
}

/// The keys that signatures are verified against, if they are to be.
fn access_keys(arguments: &Serve) -> Result<Option<Vec<AccessKey>>, Failure> {
    let Some(path) = &arguments.verify_signatures else {
        return Ok(None);
    };
    let shown = path.display();
    let text = read(path)?;
    let mut keys = Vec::new();
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let [id, secret] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            let number = number + 1;
            return Err(Failure::configuration(format_args!(
                "{shown}, line {number}: expected an access key's id and its secret"
            )));
        };
        keys.push(AccessKey::new(id, secret));
    }
    Ok(Some(keys))
}

/// Whom the server believes beside itself.
fn trust(arguments: &Serve) -> Result<Trust, Failure> {
    let mut trust = roles(arguments)?
        .into_iter()
        .fold(Trust::default(), Trust::role);
    for (issuer, path) in &arguments.trusted_jwks {
        let issuer = TrustedIssuer::new(issuer, &read(path)?)
            .map_err(|error| Failure::configuration(format_args!("{}: {error}", path.display())))?;
        let audiences = arguments.trusted_audience.iter();
        let audiences = audiences.filter(|(of, _)| of == issuer.url());
        trust = trust.issuer(audiences.fold(issuer.clone(), |issuer, (_, client_id)| {
            issuer.audience(client_id)
        }));
    }
    refuse_unknown_issuers(arguments)?;
    let opaque = arguments.trust_opaque.iter();
    Ok(opaque.fold(trust, Trust::opaque_provider))
}

fn refuse_unknown_issuers(arguments: &Serve) -> Result<(), Failure> {
    let is_known = |url: &String| {
        arguments
            .trusted_jwks
            .iter()
            .any(|(issuer, _)| issuer == url)
    };
    let mut named = arguments.trusted_audience.iter().map(|(issuer, _)| issuer);
    match named.find(|issuer| !is_known(issuer)) {
        Some(issuer) => Err(Failure::configuration(format_args!(
            "--trusted-audience names {issuer}, of which there are no keys"
        ))
        .hint(format_args!("Give --trusted-jwks {issuer}=FILE as well"))),
        None => Ok(()),
    }
}

/// The IAM roles that the server is told about.
fn roles(arguments: &Serve) -> Result<Vec<Role>, Failure> {
    let Some(path) = &arguments.roles else {
        return Ok(Vec::new());
    };
    let text = read(path)?;
    Role::parse_list(&text)
        .map_err(|error| Failure::configuration(format_args!("{}: {error}", path.display())))
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| {
        Failure::configuration(format_args!("cannot read {}: {error}", path.display()))
    })
}

/// Where the functions are that pools name as triggers.
fn functions(arguments: &Serve) -> Functions {
    let mut functions = Functions::default();
    if let Some(endpoint) = &arguments.lambda_endpoint {
        functions = functions.lambda(endpoint.clone());
    }
    for (name, address) in &arguments.functions {
        functions = functions.webhook(name, address.clone());
    }
    functions
}

fn issuer(name: IssuerName) -> IssuerForm {
    match name {
        IssuerName::Server => IssuerForm::Server,
        IssuerName::Aws => IssuerForm::Aws,
    }
}

/// The signals by which people and service managers stop a server.
struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

impl Stop {
    fn listen() -> Result<Self, Failure> {
        let listen = |kind| {
            signal(kind).map_err(|error| {
                Failure::new(
                    Kind::Other,
                    format_args!("cannot listen for signals: {error}"),
                )
            })
        };
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    async fn requested(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
