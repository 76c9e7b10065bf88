//! `GetCallerIdentity`: who the credentials of a call belong to.

use super::actor::Actor;
use super::error::StsError;
use super::{caller, xml};
use crate::caller::Caller;
use crate::core::Context;
use crate::wire::Request;

pub(super) fn run(request: &Request<'_>, context: &Context<'_>) -> Result<String, StsError> {
    let actor = match caller(request, context)? {
        Caller::Account => Actor::account(context),
        Caller::Session(credentials) => Actor::session(context, &credentials.session)?,
    };
    Ok([
        ("Arn", actor.arn),
        ("UserId", actor.id),
        ("Account", actor.account_id),
    ]
    .iter()
    .map(|(name, text)| xml::element(name, text))
    .collect())
}
