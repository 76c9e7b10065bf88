//! Temporary AWS credentials.

use std::sync::Arc;

use aws_lc_rs::constant_time;
use base64::prelude::{BASE64_STANDARD, Engine};
use poolgate_flow::ServiceError;
use zeroize::Zeroizing;

use crate::core::Context;
use crate::model::{RoleSession, TemporaryCredentials};
use crate::state::Transaction;

/// Digits of access key ids (RFC 4648 section 6).
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What AWS's temporary access key ids begin with.
const PREFIX: &str = "ASIA";
const RANDOM_DIGITS: usize = 10;
const CHECK_DIGITS: usize = 6;

/// Issues credentials for a session of `lifetime` seconds. They are good for signed calls to this
/// server until they expire, also after a restart.
pub(crate) fn issue(
    context: &Context<'_>,
    session: RoleSession,
    lifetime: i64,
) -> Result<Arc<TemporaryCredentials>, ServiceError> {
    context.write(|transaction| {
        transaction.forget_expired::<TemporaryCredentials>(context.now());
        Ok(transaction.put(TemporaryCredentials {
            access_key_id: fresh_access_key_id(context, transaction),
            expires: context.now().plus_seconds(lifetime),
            session,
        }))
    })
}

fn fresh_access_key_id(context: &Context<'_>, transaction: &Transaction<'_>) -> String {
    loop {
        let random = context.random_text(RANDOM_DIGITS, BASE32);
        let id = format!("{PREFIX}{random}{}", check_digits(context, &random));
        if transaction.get::<TemporaryCredentials>(&id).is_none() {
            return id;
        }
    }
}

/// Whether this server issued the access key, be it long ago: the check digits tell it, so that an
/// expired key is not mistaken for a stranger's.
pub(crate) fn is_issued_here(context: &Context<'_>, access_key_id: &str) -> bool {
    let digits = access_key_id.strip_prefix(PREFIX);
    digits
        .and_then(|digits| digits.split_at_checked(RANDOM_DIGITS))
        .is_some_and(|(random, check)| check == check_digits(context, random))
}

fn check_digits(context: &Context<'_>, random: &str) -> String {
    let bytes: [u8; CHECK_DIGITS] = derive(context, "access key", random);
    bytes
        .iter()
        .map(|byte| char::from(BASE32[usize::from(byte % 32)]))
        .collect()
}

/// The secret key: 40 characters.
pub(crate) fn secret_key(context: &Context<'_>, access_key_id: &str) -> Zeroizing<String> {
    let bytes: [u8; 30] = derive(context, "secret key", access_key_id);
    Zeroizing::new(BASE64_STANDARD.encode(bytes))
}

/// The session token: opaque, as long as the service's shorter ones.
pub(crate) fn session_token(context: &Context<'_>, access_key_id: &str) -> Zeroizing<String> {
    let bytes: [u8; 264] = derive(context, "session token", access_key_id);
    Zeroizing::new(BASE64_STANDARD.encode(bytes))
}

/// Whether the token belongs to the access key.
pub(crate) fn is_session_token(context: &Context<'_>, access_key_id: &str, token: &str) -> bool {
    let expected = session_token(context, access_key_id);
    constant_time::verify_slices_are_equal(expected.as_bytes(), token.as_bytes()).is_ok()
}

/// The unique id that AWS gives a role: `AROA` and 17 digits, the same for the same role.
pub(crate) fn role_id(context: &Context<'_>, role_arn: &str) -> String {
    let bytes: [u8; 17] = derive(context, "role id", role_arn);
    let digits = bytes
        .iter()
        .map(|byte| char::from(BASE32[usize::from(byte % 32)]));
    "AROA".chars().chain(digits).collect()
}

fn derive<const N: usize>(context: &Context<'_>, label: &str, input: &str) -> [u8; N] {
    context.envelopes().credentials.bytes(label, &[input])
}
