//! What a function is told, and where it writes its answer (protocol.md 10.1).

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Trigger;
use crate::app_clients::AppClient;
use crate::core::Context;
use crate::model::User;

/// What a client tells the functions in a call, `ClientMetadata`.
pub(crate) type ClientMetadata = BTreeMap<String, String>;

/// Whom an event is about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Whom<'a> {
    /// A user of the pool.
    User(&'a User),
    /// Nobody, by the name that was given: the client hides which users exist (protocol.md 7.3).
    Nobody(&'a str),
}

impl Whom<'_> {
    fn name(&self) -> &str {
        match self {
            Self::User(user) => &user.username,
            Self::Nobody(name) => name,
        }
    }

    /// All values are strings, `sub` and the status among them.
    fn attributes(&self) -> Map<String, Value> {
        let Self::User(user) = self else {
            return Map::new();
        };
        let status = (
            "cognito:user_status".to_owned(),
            user.status.as_str().into(),
        );
        user.attributes
            .iter()
            .map(|attribute| (attribute.name.clone(), attribute.value.clone().into()))
            .chain([status])
            .collect()
    }
}

/// The event of a trigger, in full.
pub(super) fn compose<T: Trigger>(
    context: &Context<'_>,
    app: &AppClient,
    whom: &Whom<'_>,
    asked: &T,
) -> Result<Value, serde_json::Error> {
    Ok(json!({
        "version": "1",
        "triggerSource": T::SOURCE,
        "region": context.settings().region,
        "userPoolId": app.pool.id,
        "userName": whom.name(),
        "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": app.client.id,
        },
        "request": Request {
            user_attributes: whom.attributes(),
            user_not_found: matches!(whom, Whom::Nobody(_)),
            asked,
        },
        "response": serde_json::to_value(T::Response::default())?,
    }))
}

/// What the function filled in, if it gave the event back with its answers in the right types.
pub(super) fn response<R: serde::de::DeserializeOwned>(mut event: Value) -> Option<R> {
    let response = event.get_mut("response")?.take();
    // Deserialising takes a list for a structure too.
    response.is_object().then_some(())?;
    serde_json::from_value(response).ok()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a, T> {
    user_attributes: Map<String, Value>,
    /// Absent rather than false (protocol.md 10.1).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    user_not_found: bool,
    #[serde(flatten)]
    asked: &'a T,
}
