//! Who is signed in in a browser: a cookie that means nothing by itself, and a record here
//! (protocol.md 6.5).

use std::sync::Arc;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use poolgate_flow::ServiceError;

use super::digest::sha256;
use super::{Cookie, Visit};
use crate::core::Context;
use crate::model::{BrowserSession, User};
use crate::state::Transaction;
use crate::time::UnixTime;

const COOKIE: &str = "cognito";

/// One hour, whatever the app client's tokens live (protocol.md 5.4).
const SECONDS: u32 = 3600;

/// Somebody who has signed in, and how.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) user: Arc<User>,
    pub(crate) authenticated: UnixTime,
    /// The external provider that they came by, if it was one.
    pub(crate) provider: Option<String>,
}

/// Who is signed in in this browser.
///
/// The session is over for a user who was disabled, deleted or unlinked from the provider, whose
/// password has to be reset or was changed since. A global sign-out does not touch it (protocol.md
/// 5.6).
pub(crate) fn current(context: &Context<'_>, visit: &Visit<'_>) -> Option<SignedIn> {
    keys(visit).find_map(|key| of_key(context, &key))
}

fn of_key(context: &Context<'_>, key: &str) -> Option<SignedIn> {
    let (session, user) = context.read(|state| {
        let session = state.get::<BrowserSession>(key)?;
        let user = state.get::<User>(&User::key_of(&session.pool_id, &session.sub))?;
        Some((session, user))
    })?;
    let is_good = context.now() < session.expires
        && user.enabled
        && user.status.may_be_let_in()
        && has_identity(&user, session.provider.as_deref())
        && salt(&user) == session.salt.as_deref();
    is_good.then(|| SignedIn {
        user,
        authenticated: session.authenticated,
        provider: session.provider.clone(),
    })
}

/// Whether the user is still somebody at the provider that they came by.
fn has_identity(user: &User, provider: Option<&str>) -> bool {
    let is_at = |name: &str| user.identities.iter().any(|it| it.provider_name == name);
    provider.is_none_or(is_at)
}

/// Signs somebody in in this browser, under an id that nobody can have known before: whoever has
/// planted a cookie there gains nothing by it.
pub(super) fn begin(
    context: &Context<'_>,
    visit: &Visit<'_>,
    signed_in: &SignedIn,
) -> Result<Cookie, ServiceError> {
    let value = BASE64_URL_SAFE_NO_PAD.encode(context.random_bytes::<32>());
    let session = BrowserSession {
        pool_id: visit.pool.id.clone(),
        digest: sha256(&value),
        sub: signed_in.user.sub.clone(),
        provider: signed_in.provider.clone(),
        salt: salt(&signed_in.user).map(ToOwned::to_owned),
        authenticated: signed_in.authenticated,
        expires: context.now().plus_seconds(SECONDS.into()),
    };
    context.write(|transaction| {
        transaction.forget_expired::<BrowserSession>(context.now());
        forget(transaction, visit);
        transaction.put(session);
        Ok(())
    })?;
    Ok(cookie(visit, value).max_age(SECONDS))
}

/// Signs out in this browser.
pub(super) fn end(context: &Context<'_>, visit: &Visit<'_>) -> Result<Cookie, ServiceError> {
    if visit.cookies(COOKIE).next().is_some() {
        context.write(|transaction| {
            forget(transaction, visit);
            Ok(())
        })?;
    }
    Ok(cookie(visit, String::new()).max_age(0))
}

fn cookie(visit: &Visit<'_>, value: String) -> Cookie {
    Cookie::new(COOKIE, value, &visit.base, visit.is_secure())
}

fn forget(transaction: &mut Transaction<'_>, visit: &Visit<'_>) {
    for key in keys(visit) {
        transaction.delete::<BrowserSession>(&key);
    }
}

/// Where the sessions would be that the browser's cookies are of.
fn keys(visit: &Visit<'_>) -> impl Iterator<Item = String> {
    visit
        .cookies(COOKIE)
        .map(|value| BrowserSession::key_of(&visit.pool.id, &sha256(value)))
}

fn salt(user: &User) -> Option<&str> {
    user.credential.as_ref().map(|known| known.salt.as_str())
}
