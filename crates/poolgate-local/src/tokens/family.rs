//! The families that tokens are issued in: one for each sign-in.

use std::sync::Arc;

use crate::core::Context;
use crate::model::{DeviceIdentity, Grant, TokenFamily, User, UserPoolClient};
use crate::state::Transaction;
use crate::time::UnixTime;

/// Begins the family of a new sign-in and puts it in place.
pub(crate) fn begin_family(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    user: &User,
    client: &UserPoolClient,
    device: Option<DeviceIdentity>,
) -> Arc<TokenFamily> {
    let family = TokenFamily {
        device,
        ..new_family(context, user, client)
    };
    put(context, transaction, family)
}

/// How an application gets the tokens of what it was granted (RFC 6749 section 1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GrantType {
    AuthorizationCode,
    /// In the browser's address, where a refresh token must not be (section 4.2.2).
    Implicit,
}

/// The same for an application that was granted something by somebody who has signed in at that
/// time.
pub(crate) fn begin_granted_family(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    (user, client): (&User, &UserPoolClient),
    grant: Grant,
    grant_type: GrantType,
    authenticated: UnixTime,
) -> Arc<TokenFamily> {
    let mut family = TokenFamily {
        grant: Some(grant),
        authenticated,
        ..new_family(context, user, client)
    };
    if grant_type == GrantType::Implicit {
        family.issued = 0;
        family.usable.clear();
    }
    put(context, transaction, family)
}

fn put(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    family: TokenFamily,
) -> Arc<TokenFamily> {
    transaction.forget_expired::<TokenFamily>(context.now());
    transaction.put(family)
}

fn new_family(context: &Context<'_>, user: &User, client: &UserPoolClient) -> TokenFamily {
    let refresh_expires = context.now().plus_seconds(client.refresh_token_seconds());
    TokenFamily {
        pool_id: user.pool_id.clone(),
        origin_jti: context.random_uuid().to_string(),
        sub: user.sub.clone(),
        client_id: client.id.clone(),
        authenticated: context.now(),
        refresh_expires,
        // Access and ID tokens may outlive the refresh token they were last made from.
        expires: refresh_expires.plus_seconds(longest_token_seconds(client)),
        sign_outs: user.sign_outs,
        revoked: false,
        issued: 1,
        usable: [(1, None)].into(),
        device: None,
        grant: None,
    }
}

fn longest_token_seconds(client: &UserPoolClient) -> i64 {
    client.access_token_seconds().max(client.id_token_seconds())
}
