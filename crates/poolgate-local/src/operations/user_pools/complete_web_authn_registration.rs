//! `CompleteWebAuthnRegistration`: the passkey that an authenticator has made (protocol.md 4).

use poolgate_flow::{ErrorCode, ServiceError};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::settings;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::{UserPool, UserVerification, WebAuthnCredential, WebAuthnRegistration};
use crate::operations::Operation;
use crate::state::{Entity, State, Transaction};
use crate::tokens::{self, Bearer};
use crate::users::{directory, passkeys};
use crate::web_authn::{
    Ceremony, NewCredential, Refusal, RegistrationResponse, verify_registration,
};

pub(super) struct CompleteWebAuthnRegistration;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
    credential: Value,
}

#[derive(Serialize)]
pub(super) struct Output {}

impl Operation for CompleteWebAuthnRegistration {
    const NAME: &'static str = "CompleteWebAuthnRegistration";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let bearer = tokens::authorize(context, &input.access_token)?;
        let pool = user_pool(context, &bearer.user.pool_id)?;
        let response: RegistrationResponse = serde_json::from_value(input.credential)
            .map_err(|error| invalid_parameter(format!("The Credential is malformed: {error}")))?;
        context.write(|transaction| {
            directory::current(transaction.state(), &bearer.user)?;
            let asked = asked(context, transaction.state(), &pool, &bearer)?;
            let made = verify(&pool, &asked, &response).map_err(|refusal| refused(&refusal))?;
            let passkey = WebAuthnCredential {
                pool_id: pool.id.clone(),
                sub: bearer.user.sub.clone(),
                id: WebAuthnCredential::encoded(&made.id),
                key: made.key,
                sign_count: made.sign_count,
                relying_party_id: asked.relying_party_id.clone(),
                attachment: response.authenticator_attachment.clone(),
                transports: response.transports().to_vec(),
                created: context.now(),
            };
            keep(transaction, passkey)?;
            transaction.delete::<WebAuthnRegistration>(&asked.key());
            Ok(Output {})
        })
    }
}

/// What the user was asked for, by the same app client and not too long ago.
fn asked(
    context: &Context<'_>,
    state: &State,
    pool: &UserPool,
    bearer: &Bearer,
) -> Result<WebAuthnRegistration, ServiceError> {
    settings::passkeys::require_relying_party(state, pool)?;
    let key = WebAuthnRegistration::key_of(&pool.id, &bearer.user.sub);
    let asked = state.get::<WebAuthnRegistration>(&key);
    let asked = asked
        .filter(|asked| context.now() < asked.expires)
        .ok_or_else(|| {
            let message = "The challenge has expired, or was never given.";
            ServiceError::new(ErrorCode::WebAuthnChallengeNotFound, message)
        })?;
    if asked.client_id != bearer.family.client_id {
        let message = "The challenge was given to another app client.";
        return Err(ServiceError::new(
            ErrorCode::WebAuthnClientMismatch,
            message,
        ));
    }
    Ok(WebAuthnRegistration::clone(&asked))
}

fn verify(
    pool: &UserPool,
    asked: &WebAuthnRegistration,
    response: &RegistrationResponse,
) -> Result<NewCredential, Refusal> {
    let ceremony = Ceremony {
        challenge: &asked.challenge,
        relying_party_id: &asked.relying_party_id,
        verifies_user: passkeys::user_verification(pool) == UserVerification::Required,
    };
    verify_registration(&ceremony, response)
}

/// The names of the service, for which it has texts that are not public.
fn refused(refusal: &Refusal) -> ServiceError {
    let code = match refusal {
        Refusal::Malformed(_) | Refusal::Proof => ErrorCode::InvalidParameter,
        Refusal::Challenge => ErrorCode::WebAuthnChallengeNotFound,
        Refusal::Origin(_) => ErrorCode::WebAuthnOriginNotAllowed,
        Refusal::RelyingParty => ErrorCode::WebAuthnRelyingPartyMismatch,
        Refusal::User | Refusal::Algorithm => ErrorCode::WebAuthnCredentialNotSupported,
    };
    ServiceError::new(code, refusal.to_string())
}

/// Keeps a passkey that nobody has yet; there may be no more of them than when it was asked for.
fn keep(
    transaction: &mut Transaction<'_>,
    passkey: WebAuthnCredential,
) -> Result<(), ServiceError> {
    let index = WebAuthnCredential::index(&passkey.pool_id, &passkey.id);
    let owner = transaction.state().named::<WebAuthnCredential>(&index);
    if owner.is_some() {
        return Err(invalid_parameter("The credential is registered already."));
    }
    transaction.put(passkey);
    Ok(())
}
