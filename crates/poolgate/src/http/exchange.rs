use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Client, RequestBuilder, StatusCode};
use zeroize::Zeroizing;

use super::HttpSettings;
use crate::Error;
use crate::error::{Lost, host};

/// Milliseconds between attempts: as for the calls of the AWS SDK, one refused connection is no
/// verdict. The server may be handing over to another process, or starting again.
const PAUSES: [u64; 4] = [50, 100, 200, 400];

/// After what a request is sent again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Repeat {
    /// Also after it may have arrived: a second one does no harm.
    Freely,
    /// Also after it may have arrived, but not where there was an answer: whoever asks again decides
    /// when.
    Lost,
    /// Only while it surely has not arrived: it spends something.
    Unsent,
}

/// What came back, whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Zeroizing<Vec<u8>>,
}

/// Why nothing did.
#[derive(Debug)]
pub(crate) enum ExchangeFailure {
    /// There is no client to send it with.
    Client(Error),
    /// The request or its answer was lost on the way.
    Lost {
        reason: String,
        timed_out: bool,
        may_have_arrived: bool,
    },
    /// The answer is longer than it may be.
    TooLong,
}

impl HttpSettings {
    /// Sends a request and reads the answer, in bounded time. At most `maximum` bytes are read.
    pub(crate) async fn exchange(
        &self,
        url: &str,
        maximum: usize,
        repeat: Repeat,
        request: impl Fn(&Client) -> RequestBuilder,
    ) -> Result<Answer, ExchangeFailure> {
        let client = self.fetcher(url).map_err(ExchangeFailure::Client)?;
        let attempts = async {
            let mut pauses = PAUSES.iter();
            loop {
                let outcome = attempt(url, request(client), maximum).await;
                match pauses.next() {
                    Some(pause) if repeat.allows(&outcome) => {
                        tokio::time::sleep(Duration::from_millis(*pause)).await;
                    }
                    _ => return outcome,
                }
            }
        };
        let in_time = tokio::time::timeout(self.timeouts.operation, attempts).await;
        in_time.unwrap_or_else(|elapsed| {
            Err(ExchangeFailure::Lost {
                reason: elapsed.to_string(),
                timed_out: true,
                may_have_arrived: true,
            })
        })
    }
}

impl Repeat {
    fn allows(self, outcome: &Result<Answer, ExchangeFailure>) -> bool {
        match outcome {
            Ok(answer) => self == Self::Freely && is_passing(answer.status),
            Err(ExchangeFailure::Lost {
                timed_out,
                may_have_arrived,
                ..
            }) => !timed_out && (self != Self::Unsent || !may_have_arrived),
            Err(_) => false,
        }
    }
}

/// A fault on the server's side, or too many calls.
fn is_passing(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

async fn attempt(
    url: &str,
    request: RequestBuilder,
    maximum: usize,
) -> Result<Answer, ExchangeFailure> {
    let lost = |error: reqwest::Error| ExchangeFailure::Lost {
        timed_out: error.is_timeout(),
        may_have_arrived: !error.is_connect(),
        // The URL may carry what nobody else should see.
        reason: Lost::new(&host(url), &error.without_url()).reason,
    };
    let mut response = request.send().await.map_err(lost)?;
    let announced = response.content_length().unwrap_or_default();
    let capacity = usize::try_from(announced).unwrap_or(maximum).min(maximum);
    let mut body = Zeroizing::new(Vec::with_capacity(capacity));
    while let Some(chunk) = response.chunk().await.map_err(lost)? {
        if body.len() + chunk.len() > maximum {
            return Err(ExchangeFailure::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer {
        status: response.status(),
        headers: response.headers().clone(),
        body,
    })
}
