//! `EMAIL_OTP` and `SMS_OTP` as first factors: a code of eight digits, and no password.

use std::sync::Arc;

use poolgate_flow::{ErrorCode, ServiceError};

use super::Choice;
use super::first_challenge::one_time_password_factor;
use crate::model::{DeliveryMedium, MessageKind, SpentIdentifier, User, UserStatus};
use crate::sign_in::conclusion::{conclude, settle};
use crate::sign_in::one_time_code::OneTimeCode;
use crate::sign_in::session::{Session, Step};
use crate::sign_in::{AuthResponse, Parameters};
use crate::state::{State, Transaction};
use crate::users::delivery::Address;
use crate::users::lockout::{self, Subject};
use crate::users::{contact, first_factors, simulation};

/// Digits of a code that replaces the password; one of a second factor has six.
const DIGITS: usize = 8;

/// Sends a code; or does as if, where there is nobody to send one to.
pub(super) fn open(
    choice: Choice<'_, '_>,
    medium: DeliveryMedium,
) -> Result<AuthResponse, ServiceError> {
    let (context, entrance) = (choice.context, choice.entrance);
    let receiver = choice.receiver(medium);
    let address = match &receiver {
        Some((_, address)) => address.clone(),
        None => choice.simulated_address(medium),
    };
    let code = OneTimeCode::random(context, &address, DIGITS);
    context.write(|transaction| {
        if let Some(answered) = choice.answered {
            answered.spend().commit(transaction, context.now())?;
        }
        let kind = MessageKind::OneTimePassword;
        match &receiver {
            Some((user, _)) => code.send(context, entrance, transaction, user, kind),
            None => take_as_long(&choice, transaction),
        }
        Ok(())
    })?;
    let parameters = code.delivery_parameters();
    choice.challenge(Step::OneTimePassword(code), parameters)
}

/// Checks the code, which also proves the address and confirms a user who was not yet.
pub(super) fn answer(
    choice: &Choice<'_, '_>,
    session: &Session,
    code: &OneTimeCode,
    responses: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let (context, entrance) = (choice.context, choice.entrance);
    let given = responses.require(match code.medium {
        DeliveryMedium::Email => "EMAIL_OTP_CODE",
        DeliveryMedium::Sms => "SMS_OTP_CODE",
    })?;
    let now = context.now();
    let subject = Subject {
        pool_id: &entrance.app.pool.id,
        sub: choice.candidate.sub(),
    };
    let (codes, expires) = session.subject();
    context.read(|state| {
        lockout::guard(state, subject, now)?;
        lockout::guard_codes(state, codes, now)
    })?;
    // To a stranger no code was sent, so that a right one is a lucky one.
    let right = code.is(given) && choice.receiver(code.medium).is_some();
    let (true, Some(user)) = (right, choice.candidate.user()) else {
        context
            .write(|transaction| lockout::record_wrong_code(transaction, (codes, expires), now))?;
        return Err(code_mismatch());
    };
    conclude(context, entrance, session.attempt.clone(), |transaction| {
        let user = welcome(choice, transaction, user, code)?;
        settle(context, transaction, &user, Some(session.spend()))
    })
}

impl Choice<'_, '_> {
    /// Who gets a code, and where: a user who may begin with one.
    fn receiver(&self, medium: DeliveryMedium) -> Option<(Arc<User>, Address)> {
        let user = self.candidate.user()?;
        self.context
            .read(|state| self.may_begin(state, user, medium))
            .then_some(())?;
        let address = match medium {
            DeliveryMedium::Email => Address::email(user),
            DeliveryMedium::Sms => Address::phone_number(user),
        };
        Some((Arc::clone(user), address?))
    }

    fn simulated_address(&self, medium: DeliveryMedium) -> Address {
        let (pool, username) = (&self.entrance.app.pool, &self.attempt.username);
        simulation::address_by(self.context, pool, username, medium)
    }

    fn may_begin(&self, state: &State, user: &User, medium: DeliveryMedium) -> bool {
        let pool = &self.entrance.app.pool;
        first_factors::offered(state, pool, user).contains(&one_time_password_factor(medium))
    }
}

/// Marks the address as verified, and the user as confirmed (protocol.md 3.4).
fn welcome(
    choice: &Choice<'_, '_>,
    transaction: &mut Transaction<'_>,
    user: &User,
    code: &OneTimeCode,
) -> Result<Arc<User>, ServiceError> {
    let user = transaction.get::<User>(&User::key_of(&user.pool_id, &user.sub));
    // Meanwhile they may have got a second factor, or a password to change.
    let user = user
        .filter(|user| choice.may_begin(transaction.state(), user, code.medium))
        .ok_or_else(code_mismatch)?;
    let (pool, now) = (&choice.entrance.app.pool, choice.context.now());
    let proven = (code.attribute(), code.destination.as_str());
    let marked = contact::mark_verified(transaction, pool, Arc::clone(&user), proven, now);
    if user.status != UserStatus::Unconfirmed {
        // Somebody else may go by this address: then it stays unverified.
        return Ok(marked.unwrap_or(user));
    }
    let mut user = User::clone(&*marked?);
    user.status = UserStatus::Confirmed;
    user.modified = now;
    Ok(transaction.put(user))
}

/// Writes what nobody reads: to wait for the disk only where there is a user would tell that there
/// is one.
fn take_as_long(choice: &Choice<'_, '_>, transaction: &mut Transaction<'_>) {
    let now = choice.context.now();
    let lifetime = choice.entrance.app.client.session_seconds();
    transaction.forget_expired::<SpentIdentifier>(now);
    transaction.put(SpentIdentifier {
        id: choice.context.random_uuid().to_string(),
        expires: now.plus_seconds(lifetime),
    });
}

/// As recorded for first factors; a second factor's text is another one.
fn code_mismatch() -> ServiceError {
    let message = "Invalid code or auth state for the user.";
    ServiceError::new(ErrorCode::CodeMismatch, message)
}
