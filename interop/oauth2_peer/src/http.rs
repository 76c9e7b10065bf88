//! The HTTP client that `oauth2` is lent: no redirects, as it demands, and every status an answer.

use oauth2::http::Response;
use oauth2::{HttpRequest, HttpResponse};
use ureq::Agent;

pub(crate) struct Http(Agent);

impl Http {
    pub(crate) fn new() -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .build();
        Self(config.into())
    }

    pub(crate) fn send(&self, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
        let (head, mut body) = self.0.run(request)?.into_parts();
        let body = body.read_to_vec()?;
        Ok(Response::from_parts(head, body))
    }
}
