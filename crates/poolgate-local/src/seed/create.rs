//! Making the seed, by the same operations that a caller would use.

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{Seed, SeedError};
use crate::core::Context;
use crate::http::Shell;

const NAME: &str = "local";
const USERNAME: &str = "demo";

/// Makes everything, and waits until it survives.
pub(super) async fn create(shell: &Shell) -> Result<Seed, SeedError> {
    let seed = shell.with_context(|context| Creation { shell, context }.run())?;
    written(shell).await?;
    Ok(seed)
}

/// Adds to what an earlier version has made what it did not know yet.
pub(super) async fn bring_up_to_date(shell: &Shell, seed: &Seed) -> Result<(), SeedError> {
    shell.with_context(|context| {
        let creation = Creation { shell, context };
        creation.browser_sign_in(&seed.user_pool_id, &seed.client_id)
    })?;
    written(shell).await
}

async fn written(shell: &Shell) -> Result<(), SeedError> {
    let journal = shell.core().journal();
    let written = journal.durable(journal.ticket()).await;
    written.map_err(|error| SeedError::Refused {
        operation: "writing the data",
        error,
    })
}

pub(super) struct Creation<'a, 'c> {
    shell: &'a Shell,
    pub(super) context: &'a Context<'c>,
}

impl Creation<'_, '_> {
    fn run(&self) -> Result<Seed, SeedError> {
        let settings = self.shell.core().settings();
        let user_pool_id = self.user_pool()?;
        self.second_factor(&user_pool_id)?;
        let client_id = self.client(&user_pool_id)?;
        self.browser_sign_in(&user_pool_id, &client_id)?;
        let identity_pool_id = self.identity_pool(&settings.region, &user_pool_id, &client_id)?;
        self.role(&identity_pool_id, &settings.account_id)?;
        let password = random_password(self.context);
        self.user(&user_pool_id, &password)?;
        Ok(Seed {
            region: settings.region.clone(),
            user_pool_id,
            client_id,
            identity_pool_id,
            username: USERNAME.to_owned(),
            password,
        })
    }

    /// Who signs up is sent a code, into the inbox.
    fn user_pool(&self) -> Result<String, SeedError> {
        let operation = "AWSCognitoIdentityProviderService.CreateUserPool";
        let input = json!({ "PoolName": NAME, "AutoVerifiedAttributes": ["email"] });
        self.id(operation, input, "/UserPool/Id")
    }

    /// Offers authenticator apps to whoever wants to try one: nothing has to be sent for that.
    fn second_factor(&self, user_pool_id: &str) -> Result<(), SeedError> {
        let input = json!({
            "UserPoolId": user_pool_id,
            "MfaConfiguration": "OPTIONAL",
            "SoftwareTokenMfaConfiguration": { "Enabled": true },
        });
        let operation = "AWSCognitoIdentityProviderService.SetUserPoolMfaConfig";
        self.call(operation, input).map(drop)
    }

    fn client(&self, user_pool_id: &str) -> Result<String, SeedError> {
        let input = json!({
            "UserPoolId": user_pool_id,
            "ClientName": NAME,
            "ExplicitAuthFlows": [
                "ALLOW_REFRESH_TOKEN_AUTH",
                "ALLOW_USER_AUTH",
                "ALLOW_USER_PASSWORD_AUTH",
                "ALLOW_USER_SRP_AUTH",
            ],
            "PreventUserExistenceErrors": "ENABLED",
        });
        let operation = "AWSCognitoIdentityProviderService.CreateUserPoolClient";
        self.id(operation, input, "/UserPoolClient/ClientId")
    }

    fn identity_pool(
        &self,
        region: &str,
        user_pool_id: &str,
        client_id: &str,
    ) -> Result<String, SeedError> {
        let provider = format!("cognito-idp.{region}.amazonaws.com/{user_pool_id}");
        let input = json!({
            "IdentityPoolName": NAME,
            "AllowUnauthenticatedIdentities": false,
            "AllowClassicFlow": true,
            "CognitoIdentityProviders": [{ "ProviderName": provider, "ClientId": client_id }],
        });
        self.id(
            "AWSCognitoIdentityService.CreateIdentityPool",
            input,
            "/IdentityPoolId",
        )
    }

    fn role(&self, identity_pool_id: &str, account_id: &str) -> Result<(), SeedError> {
        let role = format!("arn:aws:iam::{account_id}:role/poolgate-local-authenticated");
        let input = json!({
            "IdentityPoolId": identity_pool_id,
            "Roles": { "authenticated": role },
        });
        self.call("AWSCognitoIdentityService.SetIdentityPoolRoles", input)
            .map(drop)
    }

    fn user(&self, user_pool_id: &str, password: &str) -> Result<(), SeedError> {
        let user = json!({
            "UserPoolId": user_pool_id,
            "Username": USERNAME,
            "UserAttributes": [
                { "Name": "email", "Value": "demo@example.com" },
                { "Name": "email_verified", "Value": "true" },
            ],
            "MessageAction": "SUPPRESS",
        });
        self.call("AWSCognitoIdentityProviderService.AdminCreateUser", user)?;
        let password = json!({
            "UserPoolId": user_pool_id,
            "Username": USERNAME,
            "Password": password,
            "Permanent": true,
        });
        self.call(
            "AWSCognitoIdentityProviderService.AdminSetUserPassword",
            password,
        )
        .map(drop)
    }

    /// Calls an operation and answers the id at `pointer` in its output.
    fn id(
        &self,
        operation: &'static str,
        input: Value,
        pointer: &str,
    ) -> Result<String, SeedError> {
        let output = self.call(operation, input)?;
        let id = output
            .pointer(pointer)
            .and_then(Value::as_str)
            .map(str::to_owned);
        id.ok_or_else(|| SeedError::Refused {
            operation,
            error: crate::error::internal("the answer has no id"),
        })
    }

    pub(super) fn call(&self, operation: &'static str, input: Value) -> Result<Value, SeedError> {
        let refused = |error| SeedError::Refused { operation, error };
        let core = self.shell.core();
        let output = core.call(operation, input, self.context).map_err(refused)?;
        if output.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&output).map_err(|error| refused(crate::error::internal(error)))
    }
}

/// Four groups of four, as in `Kp7m-Rw2q-Xt9d-Zb4n`: 66 bits, easy to type, whole on a double click,
/// and safe in every shell. It has what the default policy wants (protocol.md 9.2).
fn random_password(context: &Context<'_>) -> Zeroizing<String> {
    const UPPER: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
    const LOWER: &[u8] = b"abcdefghijkmnopqrstuvwxyz";
    const DIGIT: &[u8] = b"23456789";
    let mut password = Zeroizing::new(String::with_capacity(19));
    for group in 0..4 {
        if group > 0 {
            password.push('-');
        }
        for alphabet in [UPPER, LOWER, DIGIT, LOWER] {
            password.push_str(&Zeroizing::new(context.random_text(1, alphabet)));
        }
    }
    password
}
