//! The shell around the core: sockets, limits, the clock, and what is answered beside the API.
//!
//! ```text
//!   connections ──► router ─┬─ a user pool's domain            hosted ──► Core::visit ──► durable
//!                           ├─ POST /                          api ──► Core::handle ──► durable
//!                           ├─ GET /                           index
//!                           ├─ GET /<pool id>/.well-known/…    documents
//!                           ├─ GET /confirmUser                confirmation
//!                           └─ /_poolgate/…                    control
//! ```

mod api;
mod body;
mod clock;
mod confirmation;
pub(crate) mod connections;
mod control;
mod cors;
mod documents;
mod exchange;
mod headers;
mod hosted;
mod index;
mod limits;
mod patient_stream;
mod reply;
mod sessions;
mod visitor;

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use getrandom::SysRng;
use rand_core::{Rng, UnwrapErr};

use crate::core::{Context, Core};
use crate::data_directory::DataDirectory;
use crate::seed::{Seed, SeedError};
use crate::users::confirmation::LINK_PATH;
use clock::Clock;
pub(crate) use limits::Limits;

/// What the requests of one server share.
#[derive(Debug)]
pub(crate) struct Shell {
    core: Core,
    clock: Clock,
    instance: String,
    address: SocketAddr,
    is_kept: bool,
    limits: Limits,
    /// Where the seed is remembered, if the data is seeded.
    seeded: OnceLock<DataDirectory>,
}

impl Shell {
    /// A shell that listens on `address`; `is_kept` says whether the data survives it.
    pub(crate) fn new(core: Core, address: SocketAddr, is_kept: bool, limits: Limits) -> Self {
        Self {
            core,
            clock: Clock::default(),
            instance: random_uuid(),
            address,
            is_kept,
            limits,
            seeded: OnceLock::new(),
        }
    }

    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    /// Tells this start of the server from any other that was or will be on the same port.
    pub(crate) fn instance(&self) -> &str {
        &self.instance
    }

    /// From now on, a reset seeds the data anew, and remembers that in this directory.
    pub(crate) fn reseed_in(&self, directory: DataDirectory) {
        // It is said once, by whoever started this server.
        let _ = self.seeded.set(directory);
    }

    /// Forgets everything, and sets the clock right.
    pub(crate) async fn forget_everything(&self) -> Result<(), SeedError> {
        let refused = |error| SeedError::Refused {
            operation: "Reset",
            error,
        };
        self.core.reset().map_err(refused)?;
        self.clock.set(|_| 0);
        let journal = self.core.journal();
        journal.durable(journal.ticket()).await.map_err(refused)?;
        if let Some(directory) = self.seeded.get() {
            Seed::ensure(self, directory).await?;
        }
        Ok(())
    }

    /// Does what is no call of the API with the core, at the shell's time.
    pub(crate) fn with_context<T>(&self, work: impl FnOnce(&Context<'_>) -> T) -> T {
        work(&self.core.context(self.clock.now(), &mut UnwrapErr(SysRng)))
    }
}

fn router(shell: Arc<Shell>) -> Router {
    let admit = axum::middleware::from_fn_with_state(Arc::clone(&shell), visitor::admit);
    let control = Router::new()
        .route("/_poolgate/health", get(control::health))
        .route("/_poolgate/inbox", get(control::inbox))
        .route(
            "/_poolgate/clock",
            get(control::clock).post(control::set_clock),
        )
        .route("/_poolgate/reset", post(control::reset))
        .route("/_poolgate/sessions", get(sessions::list))
        .route_layer(admit.clone());
    let root = get(index::page)
        .route_layer(admit)
        .post(api::call)
        .options(cors::preflight);
    Router::new()
        .route("/", root)
        .route("/{pool_id}/.well-known/jwks.json", get(documents::key_set))
        .route(
            "/{pool_id}/.well-known/openid-configuration",
            get(documents::configuration),
        )
        .route("/.well-known/jwks_uri", get(documents::identity_key_set))
        .route(
            "/.well-known/openid-configuration",
            get(documents::identity_configuration),
        )
        .route(LINK_PATH, get(confirmation::confirm_by_link))
        .merge(control)
        .fallback(no_such_path)
        .method_not_allowed_fallback(wrong_method)
        .layer(axum::middleware::from_fn_with_state(
            Arc::clone(&shell),
            hosted::divert,
        ))
        .with_state(shell)
}

async fn no_such_path(request: Request) -> Response {
    let message = format!("there is nothing at {}", request.uri().path());
    reply::refusal(StatusCode::NOT_FOUND, &message)
}

async fn wrong_method(request: Request) -> Response {
    let message = format!(
        "{} is not answered at {}",
        request.method(),
        request.uri().path()
    );
    reply::refusal(StatusCode::METHOD_NOT_ALLOWED, &message)
}

fn random_uuid() -> String {
    let mut bytes = [0; 16];
    UnwrapErr(SysRng).fill_bytes(&mut bytes);
    // A version 4 UUID (RFC 9562 section 5.4).
    uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string()
}

#[cfg(test)]
mod tests;
