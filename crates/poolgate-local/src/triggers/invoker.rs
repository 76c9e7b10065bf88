//! How functions are called: the core knows what for, its surroundings know how.

use std::fmt;

use serde_json::Value;

/// Whoever can call functions.
pub(crate) trait Invoker: fmt::Debug + Send + Sync {
    /// Hands the event to the function and waits, for a bounded time, for what it makes of it.
    ///
    /// `function` is the pool's word for it: the ARN of a Lambda function.
    fn invoke(&self, function: &str, event: &Value) -> Result<Value, InvocationError>;
}

/// Why a function gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum InvocationError {
    /// It could not be called, or the call broke; with the cause.
    NotCalled(String),
    /// It answered with something that is not JSON, or with nothing.
    NotJson,
    /// It threw an error, with this message.
    Thrown(String),
    /// It did not answer in time.
    TimedOut,
    /// Nobody has said where it is.
    Unknown,
}
