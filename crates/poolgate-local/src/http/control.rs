//! `/_poolgate/`: what makes tests repeatable, and no part of the service.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::clock::Clock;
use super::headers::want_page;
use super::{Shell, body, reply};
use crate::hosted::pages;
use crate::model::Message;
use crate::state::Entity;

/// Who answers, and whether it can still keep what it is told.
pub(super) async fn health(State(shell): State<Arc<Shell>>) -> Response {
    let failure = shell
        .core
        .journal()
        .accepts()
        .err()
        .map(|error| error.message);
    let status = match failure {
        None => StatusCode::OK,
        Some(_) => StatusCode::SERVICE_UNAVAILABLE,
    };
    let health = json!({
        "status": if failure.is_none() { "ok" } else { "failed" },
        "failure": failure,
        "instance": shell.instance,
        "version": env!("CARGO_PKG_VERSION"),
    });
    reply::json(status, &health)
}

/// The e-mails and text messages that would have been sent, oldest first; for a browser as a page,
/// newest first.
pub(super) async fn inbox(
    State(shell): State<Arc<Shell>>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let filter = match Filter::from_query(uri.query().unwrap_or_default()) {
        Ok(filter) => filter,
        Err(message) => return reply::refusal(StatusCode::BAD_REQUEST, &message),
    };
    let messages: Vec<Arc<Message>> = shell.with_context(|context| {
        context.read(|state| {
            let all = Message::table(state).range("", None);
            all.map(|(_, message)| Arc::clone(message))
                .filter(|message| filter.admits(message))
                .collect()
        })
    });
    if want_page(&headers) {
        return reply::from_domain(pages::inbox::page(&messages).into_response());
    }
    let messages: Vec<&Message> = messages.iter().map(AsRef::as_ref).collect();
    reply::json(StatusCode::OK, &messages)
}

/// Whose messages to show.
#[derive(Default)]
struct Filter {
    pool_id: Option<String>,
    username: Option<String>,
}

impl Filter {
    fn from_query(query: &str) -> Result<Self, String> {
        let mut filter = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let member = match &*name {
                "pool_id" => &mut filter.pool_id,
                "username" => &mut filter.username,
                _ => return Err(format!("the inbox has no filter {name:?}")),
            };
            *member = Some(value.into_owned());
        }
        Ok(filter)
    }

    fn admits(&self, message: &Message) -> bool {
        let is = |wanted: &Option<String>, actual: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == actual)
        };
        is(&self.pool_id, &message.user_pool_id) && is(&self.username, &message.username)
    }
}

/// The server's time in seconds since the epoch, and how far it is off the machine's.
pub(super) async fn clock(State(shell): State<Arc<Shell>>) -> Response {
    let clock = json!({
        "now": shell.clock.now(),
        "offset_seconds": shell.clock.offset_seconds(),
    });
    reply::json(StatusCode::OK, &clock)
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ClockChange {
    OffsetSeconds(i64),
    AdvanceSeconds(i64),
}

/// Moves the server's time; what has been issued and stored keeps its own.
pub(super) async fn set_clock(State(shell): State<Arc<Shell>>, body: Body) -> Response {
    let moved = match read(&shell, body).await {
        Ok(Some(ClockChange::OffsetSeconds(offset))) => shell.clock.set(|_| offset),
        Ok(Some(ClockChange::AdvanceSeconds(advance))) => {
            shell.clock.set(|current| current.saturating_add(advance))
        }
        Ok(None) => {
            let message = r#"say {"offset_seconds": n} or {"advance_seconds": n}"#;
            return reply::refusal(StatusCode::BAD_REQUEST, message);
        }
        Err(refusal) => return refusal,
    };
    if moved.is_none() {
        let message = format!("the clock moves by at most {} s", Clock::LARGEST_OFFSET);
        return reply::refusal(StatusCode::BAD_REQUEST, &message);
    }
    clock(State(shell)).await
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Reset {
    data: bool,
}

/// Forgets everything: pools, users, keys, messages; and sets the clock right.
pub(super) async fn reset(State(shell): State<Arc<Shell>>, body: Body) -> Response {
    let asked: Reset = match read(&shell, body).await {
        Ok(asked) => asked.unwrap_or_default(),
        Err(refusal) => return refusal,
    };
    if shell.is_kept && !asked.data {
        let message = r#"this server keeps its data: say {"data": true} to destroy it"#;
        return reply::refusal(StatusCode::CONFLICT, message);
    }
    if let Err(error) = shell.forget_everything().await {
        return reply::refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string());
    }
    reply::json(StatusCode::OK, &json!({}))
}

/// The body as JSON; nothing if it is empty.
async fn read<T: DeserializeOwned>(shell: &Shell, body: Body) -> Result<Option<T>, Response> {
    let body = body::read(body, &shell.limits).await?;
    if body.is_empty() {
        return Ok(None);
    }
    serde_json::from_slice(&body)
        .map(Some)
        .map_err(|error| reply::refusal(StatusCode::BAD_REQUEST, &error.to_string()))
}
