//! `/_poolgate/sessions`: the sessions of roles that have credentials now.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::{Shell, reply};
use crate::model::{RoleSession, TemporaryCredentials};
use crate::state::Entity;
use crate::time::UnixTime;

/// A session as its owner could not see it at AWS: with its tags. Secrets are not shown.
#[derive(Serialize)]
struct Shown {
    access_key_id: String,
    expires: UnixTime,
    #[serde(flatten)]
    session: RoleSession,
}

/// Every session that has not expired, in the order of the access key ids.
pub(super) async fn list(State(shell): State<Arc<Shell>>) -> Response {
    let sessions: Vec<Shown> = shell.with_context(|context| {
        context.read(|state| {
            let all = TemporaryCredentials::table(state).range("", None);
            all.filter(|(_, issued)| context.now() < issued.expires)
                .map(|(_, issued)| Shown::of(issued))
                .collect()
        })
    });
    reply::json(StatusCode::OK, &sessions)
}

impl Shown {
    fn of(issued: &TemporaryCredentials) -> Self {
        Self {
            access_key_id: issued.access_key_id.clone(),
            expires: issued.expires,
            session: issued.session.clone(),
        }
    }
}
