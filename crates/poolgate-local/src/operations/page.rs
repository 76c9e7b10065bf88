//! Lists in pages (protocol.md 9.4).

use std::sync::Arc;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use poolgate_flow::ServiceError;

use crate::error::invalid_parameter;
use crate::state::{Entity, Table};

/// Which part of a list is wanted. The token is the key of the last record before it, so that a
/// record created or deleted meanwhile shifts nothing.
#[derive(Debug)]
pub(crate) struct Page {
    size: usize,
    after: Option<String>,
}

impl Page {
    pub(crate) fn new(size: usize, token: Option<&str>) -> Result<Self, ServiceError> {
        let after = token.map(key).transpose()?;
        Ok(Self { size, after })
    }

    /// A page of `limit` records; of the most the service lists at a time if it is absent or zero.
    pub(crate) fn at_most(limit: Option<usize>, token: Option<&str>) -> Result<Self, ServiceError> {
        const LARGEST: usize = 60;
        Self::new(limit.filter(|limit| *limit > 0).unwrap_or(LARGEST), token)
    }

    /// The records of this page whose keys begin with `prefix`, and the token for the next one, if
    /// there is more.
    pub(crate) fn of<E: Entity, T>(
        &self,
        table: &Table<E>,
        prefix: &str,
        show: impl Fn(&E) -> T,
    ) -> (Vec<T>, Option<String>) {
        let mut rows = table.range(prefix, self.after.as_deref()).peekable();
        let mut shown = Vec::new();
        let mut last = None;
        while shown.len() < self.size {
            let Some((key, row)) = rows.next() else {
                return (shown, None);
            };
            shown.push(show(Arc::as_ref(row)));
            last = Some(key);
        }
        let more = rows.peek().and(last);
        (shown, more.map(|key| BASE64_URL_SAFE_NO_PAD.encode(key)))
    }
}

fn key(token: &str) -> Result<String, ServiceError> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).ok();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| invalid_parameter("Invalid pagination token"))
}
