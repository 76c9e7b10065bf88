//! What comes after the password: a new one, a second factor, or the tokens (protocol.md 3.6).

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use super::session::{Session, Step};
use super::{AuthResponse, Entrance, mfa, new_password};
use crate::core::Context;
use crate::error::{not_authorized, user_not_found};
use crate::model::{SpentIdentifier, TokenFamily, User, UserStatus};
use crate::state::{State, Transaction};
use crate::time::UnixTime;
use crate::tokens;
use crate::users::lockout::{self, Subject};

/// Something that works once, and how the service refuses it the second time.
#[derive(Clone, Debug)]
pub(super) struct Spend {
    id: String,
    expires: UnixTime,
    refusal: &'static str,
}

impl Spend {
    /// An SRP proof.
    pub(super) fn proof(id: String, expires: UnixTime) -> Self {
        Self {
            id,
            expires,
            refusal: "Incorrect username or password.",
        }
    }

    /// A session, once its challenge was answered.
    pub(super) fn session(id: String, expires: UnixTime) -> Self {
        let refusal = "Invalid session for the user, session can only be used once.";
        Self {
            id,
            expires,
            refusal,
        }
    }

    /// Refuses what was spent.
    pub(super) fn guard(&self, state: &State) -> Result<(), ServiceError> {
        match state.get::<SpentIdentifier>(&self.id) {
            Some(_) => Err(not_authorized(self.refusal)),
            None => Ok(()),
        }
    }

    /// Spends it.
    fn commit(self, transaction: &mut Transaction<'_>, now: UnixTime) -> Result<(), ServiceError> {
        self.guard(transaction.state())?;
        transaction.forget_expired::<SpentIdentifier>(now);
        transaction.put(SpentIdentifier {
            id: self.id,
            expires: self.expires,
        });
        Ok(())
    }
}

/// Goes on after the password was proven, by whichever flow.
pub(super) fn first_factor_proven(
    context: &Context<'_>,
    entrance: &Entrance,
    user: &Arc<User>,
    spend: Option<Spend>,
) -> Result<AuthResponse, ServiceError> {
    require_usable(context, user)?;
    if user.status == UserStatus::ForceChangePassword {
        context.write(|transaction| settle(context, transaction, user, spend))?;
        return new_password::challenge(context, entrance, user);
    }
    conclude(context, entrance, |transaction| {
        settle(context, transaction, user, spend)
    })
}

/// Ends the sign-in, or asks for the second factor, after `commit` has done in the same transaction
/// what the step before demands and answered the user as he is now.
pub(super) fn conclude(
    context: &Context<'_>,
    entrance: &Entrance,
    commit: impl FnOnce(&mut Transaction<'_>) -> Result<Arc<User>, ServiceError>,
) -> Result<AuthResponse, ServiceError> {
    let client = &entrance.app.client;
    let next = context.write(|transaction| {
        let user = commit(transaction)?;
        if let Some(factor) = mfa::second_factor(&entrance.app.pool, &user) {
            let step = mfa::prepare(context, entrance, transaction, &user, &factor);
            return Ok(Next::Challenge(user, step));
        }
        let family = tokens::begin_family(context, transaction, &user, client);
        Ok(Next::Tokens(user, family))
    })?;
    match next {
        Next::Challenge(user, step) => mfa::challenge(context, entrance, &user, step),
        Next::Tokens(user, family) => finish(context, entrance, &user, &family),
    }
}

/// Issues the tokens, after `commit` has done what the last factor demands.
pub(super) fn sign_in(
    context: &Context<'_>,
    entrance: &Entrance,
    commit: impl FnOnce(&mut Transaction<'_>) -> Result<Arc<User>, ServiceError>,
) -> Result<AuthResponse, ServiceError> {
    let (user, family) = context.write(|transaction| {
        let user = commit(transaction)?;
        let family = tokens::begin_family(context, transaction, &user, &entrance.app.client);
        Ok((user, family))
    })?;
    finish(context, entrance, &user, &family)
}

/// Uses up what proved the factor and forgets earlier failures; answers the user as he is now.
pub(super) fn settle(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    user: &User,
    spend: Option<Spend>,
) -> Result<Arc<User>, ServiceError> {
    let subject = Subject {
        pool_id: &user.pool_id,
        sub: &user.sub,
    };
    lockout::record_success(transaction, subject, context.now())?;
    if let Some(spend) = spend {
        spend.commit(transaction, context.now())?;
    }
    let user = transaction.get::<User>(&User::key_of(&user.pool_id, &user.sub));
    let user = user.ok_or_else(user_not_found)?;
    require_usable(context, &user)?;
    Ok(user)
}

/// A session for the next step.
pub(super) fn session(
    context: &Context<'_>,
    entrance: &Entrance,
    user: &User,
    step: Step,
) -> Result<String, ServiceError> {
    Session::new(context, entrance, user, step).seal(context)
}

enum Next {
    Challenge(Arc<User>, Step),
    Tokens(Arc<User>, Arc<TokenFamily>),
}

fn finish(
    context: &Context<'_>,
    entrance: &Entrance,
    user: &User,
    family: &TokenFamily,
) -> Result<AuthResponse, ServiceError> {
    let result = tokens::issue(
        context,
        user,
        &entrance.app.client,
        family,
        Some(family.issued),
    )?;
    Ok(AuthResponse::tokens(result))
}

/// Refuses a user who has proven the password and still may not in (protocol.md 1.4).
fn require_usable(context: &Context<'_>, user: &User) -> Result<(), ServiceError> {
    if !user.enabled {
        return Err(not_authorized("User is disabled."));
    }
    match user.status {
        UserStatus::Unconfirmed => Err(ServiceError::new(
            ErrorCode::UserNotConfirmed,
            "User is not confirmed.",
        )),
        UserStatus::ResetRequired => {
            let message = "Password reset required for the user";
            Err(ServiceError::new(ErrorCode::PasswordResetRequired, message))
        }
        UserStatus::ForceChangePassword if temporary_password_expired(context, user) => Err(
            not_authorized("Temporary password has expired and must be reset by an administrator."),
        ),
        UserStatus::Confirmed | UserStatus::ForceChangePassword => Ok(()),
    }
}

fn temporary_password_expired(context: &Context<'_>, user: &User) -> bool {
    let expires = user
        .credential
        .as_ref()
        .and_then(|credential| credential.expires);
    expires.is_some_and(|expires| expires <= context.now())
}
