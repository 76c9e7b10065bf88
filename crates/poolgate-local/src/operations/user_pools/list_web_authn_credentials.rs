//! `ListWebAuthnCredentials`.

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::core::Context;
use crate::model::WebAuthnCredential;
use crate::operations::Operation;
use crate::operations::page::Page;
use crate::state::{Order, State};
use crate::time::UnixTime;
use crate::tokens;
use crate::users::passkeys::MOST_PASSKEYS;

pub(super) struct ListWebAuthnCredentials;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
    max_results: Option<usize>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    credentials: Vec<Description>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Description {
    credential_id: String,
    friendly_credential_name: &'static str,
    relying_party_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    authenticator_attachment: Option<String>,
    authenticator_transports: Vec<String>,
    created_at: UnixTime,
}

impl Operation for ListWebAuthnCredentials {
    const NAME: &'static str = "ListWebAuthnCredentials";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let user = tokens::authorize(context, &input.access_token)?.user;
        // A page has all of a user's passkeys unless it is asked to be smaller.
        let size = input.max_results.filter(|size| *size > 0);
        let size = size.unwrap_or(MOST_PASSKEYS);
        let page = Page::new(Self::NAME, size, input.next_token.as_deref());
        let prefix = WebAuthnCredential::prefix_of(&user.pool_id, &user.sub);
        let show = |_: &State, passkey: &WebAuthnCredential| Some(described(passkey));
        let (credentials, next_token) = page.of(context, (Order::Keys, &prefix), show)?;
        Ok(Output {
            credentials,
            next_token,
        })
    }
}

fn described(passkey: &WebAuthnCredential) -> Description {
    Description {
        credential_id: passkey.id.clone(),
        // The service names the authenticator's model, by a list that it keeps to itself.
        friendly_credential_name: "Passkey",
        relying_party_id: passkey.relying_party_id.clone(),
        authenticator_attachment: passkey.attachment.clone(),
        authenticator_transports: passkey.transports.clone(),
        created_at: passkey.created,
    }
}
