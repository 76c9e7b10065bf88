//! What an application gets once somebody has signed in for it.

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::{AuthorizationRequest, ResponseType};
use crate::core::Context;
use crate::hosted::browser_session::{self, SignedIn};
use crate::hosted::digest::sha256;
use crate::hosted::{Answer, Visit, fields};
use crate::model::{AuthorizationCode, User};
use crate::tokens::{self, GrantType};

/// Seconds a code works (protocol.md 6.1).
const CODE_SECONDS: i64 = 300;

/// Somebody has passed every factor: signs them in in this browser and lets the application know.
pub(crate) fn concluded(
    context: &Context<'_>,
    visit: &Visit<'_>,
    request: &AuthorizationRequest,
    user: Arc<User>,
) -> Answer {
    let signed_in = SignedIn {
        user,
        authenticated: context.now(),
        provider: None,
    };
    concluded_by(context, visit, request, &signed_in)
}

/// The same for whoever has come by an external provider.
pub(in crate::hosted) fn concluded_by(
    context: &Context<'_>,
    visit: &Visit<'_>,
    request: &AuthorizationRequest,
    signed_in: &SignedIn,
) -> Answer {
    match browser_session::begin(context, visit, signed_in) {
        Ok(cookie) => grant(context, visit, request, signed_in).with_cookie(&cookie),
        Err(error) => server_error(visit, request, &error),
    }
}

/// Gives the application what it asked for, in the name of somebody who is signed in.
pub(crate) fn grant(
    context: &Context<'_>,
    visit: &Visit<'_>,
    request: &AuthorizationRequest,
    signed_in: &SignedIn,
) -> Answer {
    let given = match request.response_type {
        ResponseType::Code => code(context, request, signed_in),
        ResponseType::Token => tokens(context, request, signed_in),
    };
    match given {
        Ok(location) => Answer::redirect(location),
        Err(error) => server_error(visit, request, &error),
    }
}

/// Where the browser takes a new code.
fn code(
    context: &Context<'_>,
    request: &AuthorizationRequest,
    signed_in: &SignedIn,
) -> Result<String, ServiceError> {
    let code = context.random_uuid().to_string();
    let record = AuthorizationCode {
        pool_id: request.app.pool.id.clone(),
        digest: sha256(&code),
        client_id: request.app.client.id.clone(),
        redirect_uri: request.redirect_uri.clone(),
        code_challenge: request.code_challenge.clone(),
        sub: signed_in.user.sub.clone(),
        grant: request.grant.clone(),
        nonce: request.nonce.clone(),
        authenticated: signed_in.authenticated,
        sign_outs: signed_in.user.sign_outs,
        redeemed: None,
        expires: context.now().plus_seconds(CODE_SECONDS),
    };
    context.write(|transaction| {
        transaction.forget_expired::<AuthorizationCode>(context.now());
        transaction.put(record);
        Ok(())
    })?;
    let state = request.state.as_deref().map(|state| ("state", state));
    let told = [("code", code.as_str())].into_iter().chain(state);
    Ok(fields::extend_query(&request.redirect_uri, told))
}

/// Where the browser takes the tokens themselves: into the fragment, which no server sees (RFC 6749
/// section 4.2.2).
fn tokens(
    context: &Context<'_>,
    request: &AuthorizationRequest,
    signed_in: &SignedIn,
) -> Result<String, ServiceError> {
    let (user, client) = (&signed_in.user, &request.app.client);
    let (grant, authenticated) = (request.grant.clone(), signed_in.authenticated);
    let family = context.write(|transaction| {
        let holder = (&**user, &**client);
        Ok(tokens::begin_granted_family(
            context,
            transaction,
            holder,
            grant,
            GrantType::Implicit,
            authenticated,
        ))
    })?;
    let nonce = request.nonce.as_deref();
    let issued = tokens::issue(context, user, client, &family, None, nonce)?;
    let expires_in = issued.expires_in.to_string();
    let fields = [
        ("access_token", Some(issued.access_token.as_str())),
        ("id_token", issued.id_token.as_deref()),
        ("token_type", Some(issued.token_type)),
        ("expires_in", Some(expires_in.as_str())),
        ("state", request.state.as_deref()),
    ];
    let fields = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    Ok(format!(
        "{}#{}",
        request.redirect_uri,
        fields::query(fields)
    ))
}

fn server_error(visit: &Visit<'_>, request: &AuthorizationRequest, error: &ServiceError) -> Answer {
    let description = error.message.clone();
    request.refusal("server_error", description).answer(visit)
}
