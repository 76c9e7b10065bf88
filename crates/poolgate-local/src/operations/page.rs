//! Lists in pages (protocol.md 9.4).

use std::collections::BTreeSet;
use std::ops::Bound::{Excluded, Unbounded};

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::error::invalid_parameter;
use crate::state::{Entity, Order, State};
use crate::time::UnixTime;

/// Which part of a list is wanted.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    operation: &'static str,
    size: usize,
    token: Option<&'a str>,
}

/// What a token says, sealed. It holds the place of the last record before the next page, so that a
/// record created or deleted meanwhile shifts nothing.
#[derive(Serialize, Deserialize)]
struct Token {
    operation: String,
    prefix: String,
    after: String,
    expires: UnixTime,
}

impl<'a> Page<'a> {
    /// A page of `size` records of what this operation lists.
    pub(crate) fn new(operation: &'static str, size: usize, token: Option<&'a str>) -> Self {
        Self {
            operation,
            size,
            token,
        }
    }

    /// A page of `limit` records; of the most the service lists at a time if it is absent or zero.
    pub(crate) fn at_most(
        operation: &'static str,
        limit: Option<usize>,
        token: Option<&'a str>,
    ) -> Self {
        const LARGEST: usize = 60;
        let size = limit.filter(|limit| *limit > 0).unwrap_or(LARGEST);
        Self::new(operation, size, token)
    }

    /// The records of this page, in `order`, whose places begin with `prefix`, as far as `show`
    /// shows them; and the token for the next page, if there is more.
    ///
    /// # Errors
    ///
    /// `InvalidParameterException` for a token that is not this server's, has expired, or belongs to
    /// another list.
    pub(crate) fn of<E: Entity, T>(
        &self,
        context: &Context<'_>,
        (order, prefix): (Order, &str),
        show: impl Fn(&State, &E) -> Option<T>,
    ) -> Result<(Vec<T>, Option<String>), ServiceError> {
        let after = self.token.map(|token| self.open(context, prefix, token));
        let after = after.transpose()?;
        let (shown, last) = context.read(|state| {
            let mut rows = E::table(state).ordered(order, prefix, after.as_deref());
            let mut shown = Vec::new();
            while let Some((place, row)) = rows.next() {
                shown.extend(show(state, row));
                if shown.len() == self.size {
                    let more = rows.next().is_some();
                    return (shown, more.then(|| place.to_owned()));
                }
            }
            (shown, None)
        });
        let next = last.map(|after| self.seal(context, prefix, after));
        Ok((shown, next.transpose()?))
    }

    /// The names of this page, of a list that is short enough to be at hand.
    ///
    /// # Errors
    ///
    /// As for [`Self::of`].
    pub(crate) fn of_names(
        &self,
        context: &Context<'_>,
        list: &str,
        names: &BTreeSet<String>,
    ) -> Result<(Vec<String>, Option<String>), ServiceError> {
        let after = self.token.map(|token| self.open(context, list, token));
        let after = after.transpose()?.map_or(Unbounded, Excluded);
        let mut left = names.range((after, Unbounded)).cloned();
        let shown: Vec<String> = left.by_ref().take(self.size).collect();
        let place = shown.last().filter(|_| left.next().is_some()).cloned();
        let next = place.map(|after| self.seal(context, list, after));
        Ok((shown, next.transpose()?))
    }

    fn seal(
        &self,
        context: &Context<'_>,
        prefix: &str,
        after: String,
    ) -> Result<String, ServiceError> {
        /// Seconds; how long the service's tokens live is not public.
        const LIFETIME: i64 = 3600;
        let token = Token {
            operation: self.operation.to_owned(),
            prefix: prefix.to_owned(),
            after,
            expires: context.now().plus_seconds(LIFETIME),
        };
        let envelope = &context.envelopes().page;
        let sealed = envelope.seal_record(context.random_bytes(), &token)?;
        Ok(BASE64_URL_SAFE_NO_PAD.encode(sealed))
    }

    fn open(
        &self,
        context: &Context<'_>,
        prefix: &str,
        token: &str,
    ) -> Result<String, ServiceError> {
        let sealed = BASE64_URL_SAFE_NO_PAD.decode(token).ok();
        let token =
            sealed.and_then(|sealed| context.envelopes().page.open_record::<Token>(&sealed));
        token
            .filter(|token| token.operation == self.operation && token.prefix == prefix)
            .filter(|token| context.now() < token.expires)
            .map(|token| token.after)
            .ok_or_else(|| invalid_parameter("Invalid pagination token"))
    }
}
