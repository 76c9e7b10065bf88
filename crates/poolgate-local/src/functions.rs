//! The functions behind the triggers, called over HTTP: Lambda's own API, or a plain webhook.

mod address;
mod exchange;
mod lambda_name;

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;
use tokio::runtime::Handle;

use crate::triggers::{InvocationError, Invoker};
use exchange::{Answer, Exchange};
use lambda_name::LambdaName;

pub use address::{FunctionAddress, InvalidFunctionAddress};

/// Where the functions are that user pools name in their `LambdaConfig`.
///
/// ```
/// use poolgate_local::Functions;
///
/// let functions = Functions::default()
///     // Whatever answers Lambda's Invoke API …
///     .lambda("http://127.0.0.1:3001".parse()?)
///     // … except for this function, whose event is sent as it is.
///     .webhook("define-auth-challenge", "http://127.0.0.1:3000/define".parse()?);
/// # let _ = functions;
/// # Ok::<(), poolgate_local::InvalidFunctionAddress>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "functions are called by the server that they are given to"]
pub struct Functions {
    lambda: Option<FunctionAddress>,
    webhooks: BTreeMap<String, FunctionAddress>,
    patience: Duration,
}

impl Default for Functions {
    fn default() -> Self {
        Self {
            lambda: None,
            webhooks: BTreeMap::new(),
            // What the service grants (protocol.md 10.1).
            patience: Duration::from_secs(5),
        }
    }
}

impl Functions {
    /// Where Lambda's Invoke API is answered, for every function without a webhook.
    pub fn lambda(mut self, endpoint: FunctionAddress) -> Self {
        self.lambda = Some(endpoint);
        self
    }

    /// A function that takes the event as the body of a POST and answers 200 with the event; any
    /// other status is an error that it throws. `function` is the ARN, or the name in it.
    pub fn webhook(mut self, function: impl Into<String>, address: FunctionAddress) -> Self {
        self.webhooks.insert(function.into(), address);
        self
    }

    /// How long to wait for an answer, before trying again: three times in all. By default 5 s, as
    /// the service does.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Whether no function can be called.
    pub(crate) fn is_empty(&self) -> bool {
        self.lambda.is_none() && self.webhooks.is_empty()
    }

    fn exchange(&self, function: &str) -> Option<Exchange> {
        let name = LambdaName::of(function);
        let webhook = self
            .webhooks
            .get(function)
            .or_else(|| self.webhooks.get(name.name));
        if let Some(address) = webhook {
            return Some(Exchange::webhook(address.clone()));
        }
        let lambda = self.lambda.as_ref()?;
        Some(Exchange::lambda(lambda.with_path(&name.invocations_path())))
    }
}

/// Calls functions on a runtime, and blocks whoever asks meanwhile.
#[derive(Debug)]
pub(crate) struct HttpInvoker {
    functions: Functions,
    runtime: Handle,
}

impl HttpInvoker {
    pub(crate) fn new(functions: Functions, runtime: Handle) -> Self {
        Self { functions, runtime }
    }
}

impl Invoker for HttpInvoker {
    fn invoke(&self, function: &str, event: &Value) -> Result<Value, InvocationError> {
        let exchange = self
            .functions
            .exchange(function)
            .ok_or(InvocationError::Unknown)?;
        let event = event.to_string().into_bytes();
        let (report, outcome) = mpsc::channel();
        let patience = self.functions.patience;
        self.runtime.spawn(async move {
            let outcome = tokio::time::timeout(patience, exchange.send(event)).await;
            // Nobody waits any more if the server is being dropped.
            let _ = report.send(outcome);
        });
        // A runtime that is shut down drops its tasks, so that this wait ends too.
        let outcome = outcome
            .recv()
            .map_err(|_| InvocationError::NotCalled("the server is being shut down".to_owned()))?;
        match outcome {
            Ok(answer) => answer.and_then(Answer::into_event),
            Err(_) => Err(InvocationError::TimedOut),
        }
    }
}
