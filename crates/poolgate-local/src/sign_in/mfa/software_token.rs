//! `SOFTWARE_TOKEN_MFA`: the code of an authenticator app.

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use super::code_mismatch;
use crate::core::Context;
use crate::model::User;
use crate::sign_in::conclusion::{settle, sign_in};
use crate::sign_in::session::Session;
use crate::sign_in::{AuthResponse, Entrance, Parameters};
use crate::state::State;
use crate::users::lockout::{self, Subject};
use crate::users::software_token::{self, Verdict};

/// Checks the code and uses it up: it works once (RFC 6238 section 5.2).
pub(in crate::sign_in) fn answer(
    context: &Context<'_>,
    entrance: &Entrance,
    session: &Session,
    user: &Arc<User>,
    responses: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let code = responses.require("SOFTWARE_TOKEN_MFA_CODE")?;
    let subject = Subject::of(user);
    let judge = |state: &State| software_token::judge(state, user, code, context.now());
    let verdict = context.read(|state| {
        lockout::guard(state, subject, context.now())?;
        Ok(judge(state))
    })?;
    if verdict == Verdict::Wrong {
        context
            .write(|transaction| lockout::record_failure(transaction, subject, context.now()))?;
        return Err(code_mismatch());
    }
    sign_in(context, entrance, session, |transaction| {
        // Judged again, now alone on the state: two sign-ins at once must not share a code.
        let Verdict::Accepted { step } = judge(transaction.state()) else {
            return Err(used());
        };
        software_token::use_up(transaction, user, step);
        settle(context, transaction, user, Some(session.spend()))
    })
}

/// What the user calls the app, to know which one to look at.
pub(super) fn friendly_device_name(context: &Context<'_>, user: &User) -> Option<String> {
    let token = context.read(|state| software_token::verified(state, user));
    token?.friendly_device_name
}

fn used() -> ServiceError {
    let message = "Your software token has already been used once.";
    ServiceError::new(ErrorCode::ExpiredCode, message)
}
