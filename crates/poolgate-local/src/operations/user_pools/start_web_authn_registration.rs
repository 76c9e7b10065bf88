//! `StartWebAuthnRegistration`: what an authenticator is asked for to make a passkey (protocol.md 4).

use poolgate_flow::{ErrorCode, ServiceError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::settings;
use crate::app_clients::user_pool;
use crate::core::Context;
use crate::model::{User, UserPool, WebAuthnRegistration};
use crate::operations::Operation;
use crate::tokens;
use crate::users::directory;
use crate::users::passkeys::{self, MOST_PASSKEYS};
use crate::web_authn::encoded;

/// Seconds a challenge waits for its passkey; the browser is told to wait for a minute (U).
const LIFETIME: i64 = 300;

pub(super) struct StartWebAuthnRegistration;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    credential_creation_options: Value,
}

impl Operation for StartWebAuthnRegistration {
    const NAME: &'static str = "StartWebAuthnRegistration";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let bearer = tokens::authorize(context, &input.access_token)?;
        let pool = user_pool(context, &bearer.user.pool_id)?;
        let challenge = encoded(&context.random_bytes::<32>());
        let credential_creation_options = context.write(|transaction| {
            let state = transaction.state();
            directory::current(state, &bearer.user)?;
            let relying_party_id = settings::passkeys::require_relying_party(state, &pool)?;
            let passkeys = passkeys::of_user(state, &bearer.user);
            if passkeys.len() >= MOST_PASSKEYS {
                // The service's text is not public.
                let message = format!("A user has at most {MOST_PASSKEYS} passkeys.");
                return Err(ServiceError::new(ErrorCode::LimitExceeded, message));
            }
            let known = passkeys.iter().map(|passkey| passkey.id.as_str()).collect();
            let options = options(&pool, &bearer.user, (&relying_party_id, &challenge), known);
            transaction.forget_expired::<WebAuthnRegistration>(context.now());
            transaction.put(WebAuthnRegistration {
                pool_id: pool.id.clone(),
                sub: bearer.user.sub.clone(),
                client_id: bearer.family.client_id.clone(),
                relying_party_id,
                challenge: challenge.clone(),
                expires: context.now().plus_seconds(LIFETIME),
            });
            Ok(options)
        })?;
        Ok(Output {
            credential_creation_options,
        })
    }
}

/// `PublicKeyCredentialCreationOptionsJSON`.
fn options(
    pool: &UserPool,
    user: &User,
    (relying_party, challenge): (&str, &str),
    known: Vec<&str>,
) -> Value {
    let exclude = known
        .into_iter()
        .map(|id| json!({ "id": id, "type": "public-key" }));
    json!({
        "authenticatorSelection": {
            "requireResidentKey": true,
            "residentKey": "required",
            "userVerification": passkeys::user_verification(pool),
        },
        "challenge": challenge,
        "excludeCredentials": exclude.collect::<Vec<_>>(),
        "pubKeyCredParams": [
            { "alg": -7, "type": "public-key" },
            { "alg": -257, "type": "public-key" },
        ],
        "rp": { "id": relying_party, "name": relying_party },
        "timeout": 60_000,
        "user": {
            "displayName": user.username,
            "id": encoded(user.sub.as_bytes()),
            "name": user.username,
        },
    })
}
