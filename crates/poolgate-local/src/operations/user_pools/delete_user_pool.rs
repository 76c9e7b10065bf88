//! `DeleteUserPool`: the pool goes, and all that it has.

use poolgate_flow::ServiceError;
use serde::Deserialize;

use crate::core::Context;
use crate::error::{invalid_parameter, pool_not_found};
use crate::model::{
    AskedDevice, AuthorizationCode, BrowserSession, ConfirmationCode, DeletionProtection, Device,
    FailedAttempts, Group, GroupMembership, IdentityProvider, Message, ResourceServer,
    SigningCertificate, SigningKeys, SoftwareToken, TokenFamily, User, UserPool, UserPoolClient,
    WebAuthnCredential, WebAuthnRegistration,
};
use crate::operations::{Nothing, Operation};
use crate::state::{Entity, State, Transaction};

pub(super) struct DeleteUserPool;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    user_pool_id: String,
}

impl Operation for DeleteUserPool {
    const NAME: &'static str = "DeleteUserPool";
    type Input = Input;
    type Output = Nothing;

    fn run(input: Input, context: &Context<'_>) -> Result<Nothing, ServiceError> {
        context.write(|transaction| {
            let pool = transaction
                .get::<UserPool>(&input.user_pool_id)
                .ok_or_else(|| pool_not_found(&input.user_pool_id))?;
            check(transaction.state(), &pool)?;
            delete_contents(transaction, &pool.id);
            transaction.delete::<UserPool>(&pool.key());
            Ok(Nothing)
        })
    }
}

fn check(state: &State, pool: &UserPool) -> Result<(), ServiceError> {
    if pool.settings.deletion_protection == DeletionProtection::Active {
        return Err(invalid_parameter(
            "The user pool cannot be deleted because deletion protection is activated. Deletion \
             protection must be inactivated first.",
        ));
    }
    if state.user_pool_domains.len_in_pool(&pool.id) > 0 {
        return Err(invalid_parameter(
            "User pool cannot be deleted. It has a domain configured that should be deleted first.",
        ));
    }
    Ok(())
}

fn delete_contents(transaction: &mut Transaction<'_>, pool_id: &str) {
    let prefix = format!("{pool_id}/");
    transaction.delete_range::<User>(&prefix);
    transaction.delete_range::<Device>(&prefix);
    transaction.delete_range::<AskedDevice>(&prefix);
    transaction.delete_range::<SoftwareToken>(&prefix);
    transaction.delete_range::<WebAuthnCredential>(&prefix);
    transaction.delete_range::<WebAuthnRegistration>(&prefix);
    transaction.delete_range::<FailedAttempts>(&prefix);
    transaction.delete_range::<ConfirmationCode>(&prefix);
    transaction.delete_range::<GroupMembership>(&prefix);
    transaction.delete_range::<Group>(&prefix);
    transaction.delete_range::<TokenFamily>(&prefix);
    transaction.delete_range::<AuthorizationCode>(&prefix);
    transaction.delete_range::<BrowserSession>(&prefix);
    transaction.delete_range::<UserPoolClient>(&prefix);
    transaction.delete_range::<ResourceServer>(&prefix);
    transaction.delete_range::<IdentityProvider>(&prefix);
    transaction.delete::<SigningKeys>(pool_id);
    transaction.delete::<SigningCertificate>(pool_id);
    // Messages are kept in the order sent, so theirs are picked out.
    let messages = transaction.state().messages.range("", None);
    let sent: Vec<String> = messages
        .filter(|(_, message)| message.user_pool_id == pool_id)
        .map(|(key, _)| key.to_owned())
        .collect();
    for key in sent {
        transaction.delete::<Message>(&key);
    }
}
