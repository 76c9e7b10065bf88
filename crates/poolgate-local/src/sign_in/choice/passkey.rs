//! `WEB_AUTHN`: a passkey is the first factor, and may be the only one (protocol.md 3.3 and 4).

use std::sync::Arc;

use poolgate_flow::ServiceError;
use serde_json::{Value, json};

use super::Choice;
use crate::error::{invalid_parameter, not_authorized};
use crate::model::{AuthFactor, Naming, User, UserVerification, WebAuthnCredential};
use crate::sign_in::conclusion::{conclude, issue_tokens, settle};
use crate::sign_in::session::{Session, Step};
use crate::sign_in::{AuthResponse, Parameters};
use crate::state::Transaction;
use crate::users::{first_factors, passkeys};
use crate::web_authn::{AuthenticationResponse, Ceremony, encoded, verify_assertion};

/// Asks for one of the user's passkeys.
pub(super) fn open(choice: Choice<'_, '_>) -> Result<AuthResponse, ServiceError> {
    let challenge = encoded(&choice.context.random_bytes::<32>());
    let options = choice.request_options(&challenge)?;
    let parameters = [("CREDENTIAL_REQUEST_OPTIONS", options.to_string())];
    choice.spend()?;
    choice.challenge(Step::WebAuthn { challenge }, parameters)
}

/// Checks what the authenticator has made of the challenge.
pub(super) fn answer(
    choice: &Choice<'_, '_>,
    session: &Session,
    challenge: &str,
    responses: &Parameters,
) -> Result<AuthResponse, ServiceError> {
    let (context, entrance) = (choice.context, choice.entrance);
    let given = responses.require("CREDENTIAL")?;
    let response: AuthenticationResponse = serde_json::from_str(given).map_err(|error| {
        invalid_parameter(format!(
            "The CREDENTIAL is no AuthenticationResponseJSON: {error}"
        ))
    })?;
    let (user, passkey) = choice.holder(&response).ok_or_else(refused)?;
    let sign_count = choice.verify(challenge, &response, &passkey)?;
    let commit = |transaction: &mut Transaction<'_>| {
        choice.count(transaction, &user, &passkey, sign_count)?;
        settle(context, transaction, &user, Some(session.spend()))
    };
    if passkeys::are_multi_factor(&entrance.app.pool) {
        issue_tokens(context, entrance, &session.attempt, commit)
    } else {
        conclude(context, entrance, session.attempt.clone(), commit)
    }
}

impl Choice<'_, '_> {
    /// `PublicKeyCredentialRequestOptionsJSON`. A stranger's passkey looks like any other, the same
    /// one every time.
    fn request_options(&self, challenge: &str) -> Result<Value, ServiceError> {
        /// Milliseconds, as in the service's own example.
        const TIMEOUT: u32 = 180_000;
        let pool = &self.entrance.app.pool;
        let (relying_party, passkeys) = self.context.read(|state| {
            let user = self.candidate.user();
            let passkeys = user.map(|user| passkeys::usable(state, pool, user));
            (passkeys::relying_party(state, pool), passkeys)
        });
        let allowed = match passkeys.filter(|passkeys| !passkeys.is_empty()) {
            Some(passkeys) => passkeys.iter().map(|passkey| described(passkey)).collect(),
            None => vec![self.simulated()],
        };
        Ok(json!({
            "challenge": challenge,
            "timeout": TIMEOUT,
            "rpId": relying_party.ok_or_else(refused)?,
            "allowCredentials": allowed,
            "userVerification": passkeys::user_verification(pool),
        }))
    }

    fn simulated(&self) -> Value {
        let pool = &self.entrance.app.pool;
        let name = Naming::of(pool).fold(&self.attempt.username);
        let simulation = &self.context.envelopes().simulation;
        let id: [u8; 16] = simulation.bytes("passkey", &[&pool.id, &name]);
        json!({ "type": "public-key", "id": encoded(&id), "transports": ["hybrid", "internal"] })
    }

    /// The user and the passkey that this claims to be, if it is one that may be used.
    fn holder(
        &self,
        response: &AuthenticationResponse,
    ) -> Option<(Arc<User>, Arc<WebAuthnCredential>)> {
        let (user, pool) = (self.candidate.user()?, &self.entrance.app.pool);
        let id = WebAuthnCredential::encoded(response.id());
        let usable = self
            .context
            .read(|state| passkeys::usable(state, pool, user));
        let passkey = usable.into_iter().find(|passkey| passkey.id == id)?;
        response
            .is_of(&user.sub)
            .then(|| (Arc::clone(user), passkey))
    }

    fn verify(
        &self,
        challenge: &str,
        response: &AuthenticationResponse,
        passkey: &WebAuthnCredential,
    ) -> Result<u32, ServiceError> {
        let verification = passkeys::user_verification(&self.entrance.app.pool);
        let ceremony = Ceremony {
            challenge,
            relying_party_id: &passkey.relying_party_id,
            verifies_user: verification == UserVerification::Required,
        };
        verify_assertion(&ceremony, response, (&passkey.key, passkey.sign_count))
            .map_err(|_| refused())
    }

    /// Notes how often the authenticator has signed, unless the passkey was used, or the user
    /// changed, meanwhile.
    fn count(
        &self,
        transaction: &mut Transaction<'_>,
        user: &User,
        passkey: &WebAuthnCredential,
        sign_count: u32,
    ) -> Result<(), ServiceError> {
        let (state, pool) = (transaction.state(), &self.entrance.app.pool);
        let user = state.get::<User>(&User::key_of(&user.pool_id, &user.sub));
        let offered = user.is_some_and(|user| {
            first_factors::offered(state, pool, &user).contains(&AuthFactor::WebAuthn)
        });
        let key = WebAuthnCredential::key_of(&passkey.pool_id, &passkey.sub, &passkey.id);
        let unchanged = state
            .get::<WebAuthnCredential>(&key)
            .filter(|current| offered && current.sign_count == passkey.sign_count);
        let current = unchanged.ok_or_else(refused)?;
        transaction.put(WebAuthnCredential {
            sign_count,
            ..WebAuthnCredential::clone(&current)
        });
        Ok(())
    }
}

fn described(passkey: &WebAuthnCredential) -> Value {
    json!({ "type": "public-key", "id": passkey.id, "transports": passkey.transports })
}

/// One text whatever is wrong, so that nobody learns which passkeys there are; the service's is not
/// public.
fn refused() -> ServiceError {
    not_authorized("Invalid passkey.")
}
