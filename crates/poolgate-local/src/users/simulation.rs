//! Users that do not exist, played so that nobody can tell (protocol.md 1.4 and 7.3).

use poolgate_flow::ServiceError;
use poolgate_srp::{Salt, Verifier};

use super::attributes::{is_email, is_phone_number};
use super::codes;
use super::delivery::{Address, CodeDeliveryDetails};
use super::lockout::Subject;
use crate::core::Context;
use crate::error;
use crate::model::{CodePurpose, DeliveryMedium, Naming, UserPool};
use crate::state::Transaction;

/// The same stranger for the same pool and username, every time (RFC 5054 section 2.5.1.3).
pub(crate) struct Stranger {
    pub(crate) sub: String,
    pub(crate) salt: Salt,
    /// A verifier that belongs to no password. It is made as fast as a stored one is read: an
    /// exponentiation here would give the stranger away by its time.
    pub(crate) verifier: Verifier,
}

impl Stranger {
    pub(crate) fn new(
        context: &Context<'_>,
        pool: &UserPool,
        username: &str,
    ) -> Result<Self, ServiceError> {
        let name = Naming::of(pool).fold(username);
        let input = [pool.id.as_str(), name.as_str()];
        let simulation = &context.envelopes().simulation;
        let sub = uuid::Builder::from_random_bytes(simulation.bytes("sub", &input)).into_uuid();
        let salt = u128::from_be_bytes(simulation.bytes("salt", &input));
        let mut verifier: [u8; Verifier::LENGTH] = simulation.bytes("verifier", &input);
        // Below N, whatever the other bytes are.
        verifier[0] = 0;
        Ok(Self {
            sub: sub.to_string(),
            salt: Salt::from_hex(&format!("{salt:x}")).map_err(error::internal)?,
            verifier: Verifier::from_bytes(&verifier).map_err(error::internal)?,
        })
    }

    /// How failures and codes are counted for this name.
    pub(crate) fn subject<'a>(&'a self, pool: &'a UserPool) -> Subject<'a> {
        Subject {
            pool_id: &pool.id,
            sub: &self.sub,
        }
    }
}

/// Tells of a code that goes to nobody: the name is unknown, or no code may be sent to its user, who
/// is then the `subject` (protocol.md 7.3).
pub(crate) fn send_code(
    context: &Context<'_>,
    transaction: &mut Transaction<'_>,
    pool: &UserPool,
    username: &str,
    subject: Subject<'_>,
    purpose: CodePurpose,
) -> Result<CodeDeliveryDetails, ServiceError> {
    codes::pretend_to_send(context, transaction, subject, purpose)?;
    Ok(address(context, pool, username).details())
}

/// Where a code for this name would have gone: to the name itself if it is an address, else to one
/// that is as stable as the stranger, of the kind that the pool verifies.
fn address(context: &Context<'_>, pool: &UserPool, username: &str) -> Address {
    let name = Naming::of(pool).fold(username);
    let verified = pool.settings.auto_verified_attributes.as_deref();
    let verifies_phone_numbers =
        verified.is_some_and(|verified| verified.iter().any(|name| name == "phone_number"));
    let by_text_message = !is_email(&name) && (is_phone_number(&name) || verifies_phone_numbers);
    let medium = if by_text_message {
        DeliveryMedium::Sms
    } else {
        DeliveryMedium::Email
    };
    address_by(context, pool, username, medium)
}

/// The same, of a kind that was asked for.
pub(crate) fn address_by(
    context: &Context<'_>,
    pool: &UserPool,
    username: &str,
    medium: DeliveryMedium,
) -> Address {
    let name = Naming::of(pool).fold(username);
    let seed: [u8; 4] = context
        .envelopes()
        .simulation
        .bytes("address", &[&pool.id, &name]);
    match medium {
        DeliveryMedium::Email => Address {
            attribute: "email",
            medium,
            destination: if is_email(&name) {
                name
            } else {
                format!("{}@{}", letter(seed[0]), letter(seed[1]))
            },
        },
        DeliveryMedium::Sms => Address {
            attribute: "phone_number",
            medium,
            destination: if is_phone_number(&name) {
                name
            } else {
                format!("+{:04}", u32::from_be_bytes(seed) % 10_000)
            },
        },
    }
}

fn letter(seed: u8) -> char {
    char::from(b'a' + seed % 26)
}
