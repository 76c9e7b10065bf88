//! Requests to other servers: the core knows what for, its surroundings know how.
//!
//! Only addresses that an administrator has configured, or that a provider so configured names, are
//! ever asked; no redirect is followed.

mod conversation;
mod http;
mod tls;

use std::fmt;

use serde_json::{Map, Value};
use url::Url;
use zeroize::Zeroizing;

pub(crate) use conversation::{Failure, converse};
pub(crate) use http::HttpOutgoing;

/// Whoever can ask other servers.
pub(crate) trait Outgoing: fmt::Debug + Send + Sync {
    /// Sends a question and waits for the answer: for a bounded time, and for a bounded size.
    fn ask(&self, question: &Question) -> Result<Reply, Unanswered>;
}

/// A request to another server.
#[derive(Clone)]
pub(crate) struct Question {
    pub(crate) url: Url,
    /// A form to be posted; without one, the question is a GET.
    pub(crate) form: Option<Zeroizing<String>>,
    /// An access token to be shown.
    pub(crate) bearer: Option<Zeroizing<String>>,
}

/// What another server answered.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

/// Why there is no answer that could be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unanswered {
    #[error("{url} answered {status}")]
    Refused { url: String, status: u16 },
    #[error("{url} did not answer in time")]
    TimedOut { url: String },
    #[error("{url} answered with something that is no JSON object")]
    Unreadable { url: String },
    #[error("{url} cannot be reached: {cause}")]
    Unreachable { url: String, cause: String },
}

impl Question {
    pub(crate) fn get(url: Url) -> Self {
        Self {
            url,
            form: None,
            bearer: None,
        }
    }

    /// Asks, and reads the answer as a JSON object.
    pub(crate) fn json(&self, outgoing: &dyn Outgoing) -> Result<Map<String, Value>, Unanswered> {
        let url = self.shown();
        let reply = outgoing.ask(self)?;
        if reply.status != 200 {
            let status = reply.status;
            return Err(Unanswered::Refused { url, status });
        }
        serde_json::from_slice(&reply.body).map_err(|_| Unanswered::Unreadable { url })
    }

    /// The address without what may be a secret in it.
    fn shown(&self) -> String {
        let mut url = self.url.clone();
        url.set_query(None);
        url.to_string()
    }
}

/// Codes, secrets and tokens travel in it.
impl fmt::Debug for Question {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Question({})", self.shown())
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Reply({}, [redacted])", self.status)
    }
}
