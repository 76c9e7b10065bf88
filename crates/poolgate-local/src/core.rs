//! The heart of the server: a request in, an answer out; no clock, socket or file.

mod context;
mod settings;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use poolgate_flow::{ErrorCode, ServiceError};
use rand_core::CryptoRng;
use serde_json::Value;

use crate::caller;
use crate::constraints;
use crate::envelope::Envelopes;
use crate::hosted::{self, Published};
use crate::journal::Journal;
use crate::model::{ServerRecord, UserPool};
use crate::operations::{self, Entry};
use crate::outgoing::Outgoing;
use crate::state::{Entity, State, Transaction};
use crate::time::UnixTime;
use crate::triggers::Invoker;
use crate::wire::{self, Request, Response};

pub(crate) use context::Context;
pub use settings::{IssuerForm, Settings};

/// The embedded Cognito without its shell.
#[derive(Debug)]
pub struct Core {
    settings: Settings,
    envelopes: Envelopes,
    state: RwLock<State>,
    journal: Journal,
    invoker: Option<Arc<dyn Invoker>>,
    outgoing: Option<Arc<dyn Outgoing>>,
    published: Published,
    operations: HashMap<(&'static str, &'static str), &'static Entry>,
}

impl Core {
    /// An empty server that forgets everything when dropped.
    pub fn in_memory(settings: Settings, random: &mut dyn CryptoRng) -> Self {
        Self::new(settings, State::default(), Journal::Memory, random)
    }

    /// A server that goes on from `state`; one without a secret yet gets one now.
    pub(crate) fn new(
        settings: Settings,
        mut state: State,
        journal: Journal,
        random: &mut dyn CryptoRng,
    ) -> Self {
        let server = state.get(ServerRecord::KEY).unwrap_or_else(|| {
            let mut transaction = Transaction::new(&mut state, journal.keeps());
            let server = transaction.put(ServerRecord::random(random));
            // Whoever waits for a later ticket waits for this one too.
            journal.append(transaction.commit().unwrap_or_default());
            server
        });
        Self {
            settings,
            envelopes: Envelopes::derive(&server),
            state: RwLock::new(state),
            journal,
            invoker: None,
            outgoing: None,
            published: Published::default(),
            operations: operations::by_target(),
        }
    }

    /// Has the functions that its pools name called by `invoker`; without one, none can be.
    pub(crate) fn with_invoker(mut self, invoker: Arc<dyn Invoker>) -> Self {
        self.invoker = Some(invoker);
        self
    }

    /// Has other servers asked by `outgoing`; without one, nobody signs in with an external provider.
    pub(crate) fn with_outgoing(mut self, outgoing: Arc<dyn Outgoing>) -> Self {
        self.outgoing = Some(outgoing);
        self
    }

    /// Whether a call may have to wait for a function: only then [`Self::handle`] takes longer than
    /// its own work does.
    pub(crate) fn may_wait(&self) -> bool {
        let calls = |(_, pool): (&str, &Arc<UserPool>)| !pool.settings.lambda_config.is_empty();
        self.invoker.is_some() && self.read().user_pools.range("", None).any(calls)
    }

    /// Answers one call: of the JSON protocol, or of STS.
    ///
    /// The caller sends the answer only after its [`Response::ticket`] is durable.
    pub fn handle(
        &self,
        request: &Request<'_>,
        now: UnixTime,
        random: &mut dyn CryptoRng,
    ) -> Response {
        let context = Context::new(self, now, random);
        let request_id = context.random_uuid().to_string();
        let mut response = if operations::sts::is_addressed(request) {
            operations::sts::answer(request, &context, request_id)
        } else {
            match self.answer(request, &context) {
                Ok(body) => Response::success(request_id, wire::JSON, body),
                Err(error) => Response::error(request_id, &error),
            }
        };
        // Not only what this call wrote: what it read may be as young, and as easily lost.
        response.ticket = self.journal.ticket();
        response
    }

    /// Answers what is addressed to the domain of a user pool: its OAuth endpoints and its pages;
    /// `None` if the request is not.
    ///
    /// The caller sends the answer only after its [`Response::ticket`] is durable.
    pub fn visit(
        &self,
        request: &Request<'_>,
        now: UnixTime,
        random: &mut dyn CryptoRng,
    ) -> Option<Response> {
        let context = Context::new(self, now, random);
        let mut response = hosted::answer(&context, request)?;
        response.ticket = self.journal.ticket();
        Some(response)
    }

    /// What [`Self::visit`] will do with a request to this host and path, if it is for it.
    pub(crate) fn expect_visit(&self, host: Option<&str>, path: &str) -> Option<hosted::Expected> {
        hosted::expect(&self.read(), host, path)
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The view of something that is no call of the API.
    pub(crate) fn context<'a>(
        &'a self,
        now: UnixTime,
        random: &'a mut dyn CryptoRng,
    ) -> Context<'a> {
        Context::new(self, now, random)
    }

    /// Forgets everything but the server's own secret.
    pub(crate) fn reset(&self) -> Result<(), ServiceError> {
        self.published.clear();
        let mut state = self.write();
        self.journal.accepts()?;
        for (name, table) in state.tables() {
            if name != ServerRecord::TABLE {
                table.clear();
            }
        }
        self.journal.append_reset(ServerRecord::TABLE);
        Ok(())
    }

    fn answer(
        &self,
        request: &Request<'_>,
        context: &Context<'_>,
    ) -> Result<Vec<u8>, ServiceError> {
        let entry = self.operation(request.header("x-amz-target").unwrap_or_default())?;
        if constraints::is_signed(entry.service, entry.name) != Some(false) {
            caller::authenticate(request, entry.service, context)?;
        }
        let input = wire::parse(request.body)?;
        carry_out(entry, input, context)
    }

    /// Carries out an operation for this process itself, which needs no signature.
    pub(crate) fn call(
        &self,
        target: &str,
        input: Value,
        context: &Context<'_>,
    ) -> Result<Vec<u8>, ServiceError> {
        carry_out(self.operation(target)?, input, context)
    }

    fn operation(&self, target: &str) -> Result<&'static Entry, ServiceError> {
        let (service, name) = target.rsplit_once('.').unwrap_or(("", target));
        self.operations
            .get(&(service, name))
            .copied()
            .ok_or_else(|| {
                let message = format!("Unknown operation: {target}");
                ServiceError::new(ErrorCode::UnknownOperation, message)
            })
    }

    /// A panic inside a write is undone by the transaction, so a poisoned lock guards sound data.
    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `change` alone on the state; keeps what it did if it succeeds.
    fn transact<T>(
        &self,
        change: impl FnOnce(&mut Transaction<'_>) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        let mut state = self.write();
        self.journal.accepts()?;
        let mut transaction = Transaction::new(&mut state, self.journal.keeps());
        let result = change(&mut transaction)?;
        self.journal.append(transaction.commit()?);
        Ok(result)
    }
}

fn carry_out(entry: &Entry, input: Value, context: &Context<'_>) -> Result<Vec<u8>, ServiceError> {
    constraints::check(entry.service, entry.name, &input)?;
    (entry.run)(input, context)
}

#[cfg(test)]
mod tests;
