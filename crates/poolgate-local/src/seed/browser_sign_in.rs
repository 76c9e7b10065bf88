//! What the seed has for a sign-in in the browser: a domain, and a client that is let back to this
//! machine.

use serde_json::{Value, json};

use super::SeedError;
use super::create::Creation;
use crate::model::{UserPoolClient, UserPoolDomain};

const DOMAIN: &str = "local";

/// Where a program of this machine may wait for the answer (RFC 8252 section 7.3). Cognito wants the
/// ports registered too.
const PORTS: [u16; 3] = [8400, 8401, 8402];

impl Creation<'_, '_> {
    /// Sees to it that both are there; what somebody has set otherwise stays.
    pub(super) fn browser_sign_in(
        &self,
        user_pool_id: &str,
        client_id: &str,
    ) -> Result<(), SeedError> {
        self.domain(user_pool_id)?;
        self.redirects(user_pool_id, client_id)
    }

    fn domain(&self, user_pool_id: &str) -> Result<(), SeedError> {
        let (has_one, is_taken) = self.context.read(|state| {
            let owner = state.named::<UserPoolDomain>(DOMAIN);
            (UserPoolDomain::is_of(state, user_pool_id), owner.is_some())
        });
        if has_one {
            return Ok(());
        }
        let domain = if is_taken {
            let further = self.context.random_text(6, b"abcdefghijkmnpqrstuvwxyz");
            format!("{DOMAIN}-{further}")
        } else {
            DOMAIN.to_owned()
        };
        let input = json!({ "UserPoolId": user_pool_id, "Domain": domain });
        let operation = "AWSCognitoIdentityProviderService.CreateUserPoolDomain";
        self.call(operation, input).map(drop)
    }

    fn redirects(&self, user_pool_id: &str, client_id: &str) -> Result<(), SeedError> {
        let key = UserPoolClient::key_of(user_pool_id, client_id);
        let client = self.context.read(|state| state.get::<UserPoolClient>(&key));
        let settings = client
            .filter(|client| client.settings.allowed_oauth_flows.is_none())
            .and_then(|client| serde_json::to_value(&client.settings).ok());
        let Some(mut input) = settings else {
            return Ok(());
        };
        let further = json!({
            "UserPoolId": user_pool_id,
            "ClientId": client_id,
            "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes":
                ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"],
            "CallbackURLs": callback_urls(),
            "LogoutURLs": ["http://localhost:8400/", "http://127.0.0.1:8400/"],
            "SupportedIdentityProviders": ["COGNITO"],
        });
        if let (Value::Object(input), Value::Object(further)) = (&mut input, further) {
            let is_unset = |value: Option<&Value>| value.is_none_or(|it| matches!(it, Value::Null));
            for (name, value) in further {
                if is_unset(input.get(&name)) || value.is_boolean() {
                    input.insert(name, value);
                }
            }
        }
        let operation = "AWSCognitoIdentityProviderService.UpdateUserPoolClient";
        self.call(operation, input).map(drop)
    }
}

fn callback_urls() -> Vec<String> {
    ["localhost", "127.0.0.1"]
        .into_iter()
        .flat_map(|host| PORTS.map(|port| format!("http://{host}:{port}/callback")))
        .collect()
}
