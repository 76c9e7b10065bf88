//! What comes after the first factor: a new password, further factors, or the tokens (protocol.md
//! 3.6).

use std::sync::Arc;

use poolgate_flow::ServiceError;

use super::attempt::{Attempt, Flow};
use super::session::{Session, Step};
use super::spend::Spend;
use super::{AuthResponse, Entrance, Side, custom, device, mfa, new_password};
use crate::app_clients::AppClient;
use crate::core::Context;
use crate::error::{
    incorrect_username_or_password, not_authorized, password_reset_required, user_disabled,
    user_not_confirmed, user_not_found,
};
use crate::model::{TokenFamily, User, UserStatus};
use crate::state::Transaction;
use crate::tokens;
use crate::users::lockout::{self, Subject};

/// Who has proven the first factor, and what that used up.
pub(super) struct Proof {
    pub(super) user: Arc<User>,
    pub(super) attempt: Attempt,
    pub(super) spend: Option<Spend>,
}

/// Goes on after the first factor was proven, by whichever flow.
pub(super) fn first_factor_proven(
    context: &Context<'_>,
    entrance: &Entrance,
    proof: Proof,
) -> Result<AuthResponse, ServiceError> {
    let Proof {
        user,
        attempt,
        spend,
    } = proof;
    proceed(context, entrance, attempt, &user, |transaction| {
        settle(context, transaction, &user, spend)
    })
}

/// Goes on after the functions of a custom authentication are content, which neither counts as an
/// attempt nor is stopped by a lock (protocol.md 7.4).
pub(super) fn custom_passed(
    context: &Context<'_>,
    entrance: &Entrance,
    attempt: Attempt,
    user: &User,
) -> Result<AuthResponse, ServiceError> {
    proceed(context, entrance, attempt, user, |transaction| {
        current(context, transaction, user)
    })
}

fn proceed(
    context: &Context<'_>,
    entrance: &Entrance,
    attempt: Attempt,
    user: &User,
    commit: impl FnOnce(&mut Transaction<'_>) -> Result<Arc<User>, ServiceError>,
) -> Result<AuthResponse, ServiceError> {
    require_usable(context, user)?;
    if user.status == UserStatus::ForceChangePassword {
        context.write(commit)?;
        return new_password::challenge(context, entrance, attempt, user);
    }
    conclude(context, entrance, attempt, commit)
}

/// Ends the sign-in, or asks for the next factor, after `commit` has done in the same transaction
/// what the step before demands and answered the user as he is now.
pub(super) fn conclude(
    context: &Context<'_>,
    entrance: &Entrance,
    attempt: Attempt,
    commit: impl FnOnce(&mut Transaction<'_>) -> Result<Arc<User>, ServiceError>,
) -> Result<AuthResponse, ServiceError> {
    let next = context.write(|transaction| {
        let user = commit(transaction)?;
        after_first_factor(context, entrance, transaction, &attempt, user)
    })?;
    match next {
        Next::Custom(user) => custom::resume(context, entrance, attempt, user),
        Next::Device(user) => device::challenge(context, entrance, attempt, &user),
        Next::SecondFactor(user, step) => mfa::challenge(context, entrance, attempt, &user, step),
        Next::End(ending) => ending.answer(context, entrance),
    }
}

/// What this user still has to pass, in the order of protocol.md 3.6: a remembered device comes
/// before the second factor, which it replaces.
fn after_first_factor(
    context: &Context<'_>,
    entrance: &Entrance,
    transaction: &mut Transaction<'_>,
    attempt: &Attempt,
    user: Arc<User>,
) -> Result<Next, ServiceError> {
    let (state, pool) = (transaction.state(), &entrance.app.pool);
    let demand = if attempt.flow.demands_second_factor() {
        mfa::demanded(state, pool, &user)
    } else {
        None
    };
    let custom = matches!(attempt.flow, Flow::Custom(_));
    if device::stands_in(state, pool, attempt, &user, demand.is_some()) {
        // Of a custom authentication the device is the last step (protocol.md 3.5).
        return Ok(if custom {
            Next::Custom(user)
        } else {
            Next::Device(user)
        });
    }
    if let Some(demand) = demand {
        let step = mfa::prepare(context, entrance, transaction, &user, demand)?;
        return Ok(Next::SecondFactor(user, step));
    }
    if attempt.flow.demands_second_factor() {
        forget_failures(context, transaction, &user)?;
    }
    if custom {
        return Ok(Next::Custom(user));
    }
    let ending = Ending::of(context, entrance, transaction, attempt, user);
    Ok(Next::End(ending))
}

enum Next {
    Custom(Arc<User>),
    Device(Arc<User>),
    End(Ending),
    SecondFactor(Arc<User>, Step),
}

/// Issues the tokens, or asks the functions of a custom authentication, after `commit` has done
/// what the last factor demands.
pub(super) fn sign_in(
    context: &Context<'_>,
    entrance: &Entrance,
    session: &Session,
    commit: impl FnOnce(&mut Transaction<'_>) -> Result<Arc<User>, ServiceError>,
) -> Result<AuthResponse, ServiceError> {
    let Flow::Custom(_) = session.attempt.flow else {
        return issue_tokens(context, entrance, &session.attempt, commit);
    };
    let user = context.write(|transaction| {
        let user = commit(transaction)?;
        forget_failures(context, transaction, &user)?;
        Ok(user)
    })?;
    let mut attempt = session.attempt.clone();
    attempt.passed(session.step.challenge_name());
    custom::resume(context, entrance, attempt, user)
}

/// Issues the tokens, after `commit` has done what remained to be done.
pub(super) fn issue_tokens(
    context: &Context<'_>,
    entrance: &Entrance,
    attempt: &Attempt,
    commit: impl FnOnce(&mut Transaction<'_>) -> Result<Arc<User>, ServiceError>,
) -> Result<AuthResponse, ServiceError> {
    let ending = context.write(|transaction| {
        let user = commit(transaction)?;
        forget_failures(context, transaction, &user)?;
        let ending = Ending::of(context, entrance, transaction, attempt, user);
        Ok(ending)
    })?;
    ending.answer(context, entrance)
}

/// What a sign-in was for.
enum Ending {
    /// Whoever signs in through the pages gets a code, and whoever brings that the tokens.
    Browser(Arc<User>),
    Tokens(Arc<User>, Arc<TokenFamily>),
}

impl Ending {
    fn of(
        context: &Context<'_>,
        entrance: &Entrance,
        transaction: &mut Transaction<'_>,
        attempt: &Attempt,
        user: Arc<User>,
    ) -> Self {
        if entrance.side == Side::Browser {
            return Self::Browser(user);
        }
        let AppClient { pool, client } = &entrance.app;
        let device = device::of_tokens(context, transaction.state(), pool, attempt, &user);
        let family = tokens::begin_family(context, transaction, &user, client, device);
        Self::Tokens(user, family)
    }

    fn answer(
        self,
        context: &Context<'_>,
        entrance: &Entrance,
    ) -> Result<AuthResponse, ServiceError> {
        let (user, family) = match self {
            Self::Browser(user) => return Ok(AuthResponse::signed_in(user)),
            Self::Tokens(user, family) => (user, family),
        };
        let client = &entrance.app.client;
        let result = tokens::issue(context, &user, client, &family, Some(family.issued), None)?;
        let new_device = device::to_be_confirmed(context, &user, &family);
        Ok(AuthResponse::tokens(result.with_new_device(new_device)))
    }
}

/// Forgets wrong passwords and codes once every factor was passed. Not before: whoever knows the
/// password must not get new guesses at the second factor by giving it again.
fn forget_failures(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    user: &User,
) -> Result<(), ServiceError> {
    lockout::record_success(transaction, Subject::of(user), context.now())
}

/// Uses up what proved the factor, unless the user is locked; answers the user as he is now.
pub(super) fn settle(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    user: &User,
    spend: Option<Spend>,
) -> Result<Arc<User>, ServiceError> {
    lockout::guard(transaction.state(), Subject::of(user), context.now())?;
    if let Some(spend) = spend {
        spend.commit(transaction, context.now())?;
    }
    current(context, transaction, user)
}

/// The user as he is now, who may have been changed since he was read.
fn current(
    context: &Context<'_>,
    transaction: &Transaction<'_>,
    user: &User,
) -> Result<Arc<User>, ServiceError> {
    let user = transaction.get::<User>(&User::key_of(&user.pool_id, &user.sub));
    let user = user.ok_or_else(user_not_found)?;
    require_usable(context, &user)?;
    Ok(user)
}

/// A session for the next step.
pub(super) fn session(
    context: &Context<'_>,
    entrance: &Entrance,
    attempt: Attempt,
    user: &User,
    step: Step,
) -> Result<String, ServiceError> {
    Session::new(context, entrance, attempt, &user.sub, step).seal(context)
}

/// Refuses a user who has proven the password and still may not in (protocol.md 1.4).
fn require_usable(context: &Context<'_>, user: &User) -> Result<(), ServiceError> {
    if !user.enabled {
        return Err(user_disabled());
    }
    match user.status {
        // There is no password here to prove, and no other factor stands for the provider.
        UserStatus::ExternalProvider => Err(incorrect_username_or_password()),
        UserStatus::Unconfirmed => Err(user_not_confirmed()),
        UserStatus::ResetRequired => Err(password_reset_required()),
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
