//! A Cognito spoken to in plain HTTP: cheap, so that the server is what is measured.

use serde_json::{Value, json};
use ureq::Agent;

use crate::Outcome;

/// Any access key will do: neither server under load checks signatures by default, but moto finds
/// the service by the credential scope.
const AUTHORIZATION: &str = "AWS4-HMAC-SHA256 \
    Credential=AKIAIOSFODNN7EXAMPLE/20261122/us-east-1/cognito-idp/aws4_request, \
    SignedHeaders=host;x-amz-date, \
    Signature=0000000000000000000000000000000000000000000000000000000000000000";
const DATE: &str = "20261122T000000Z";

/// One connection to a server.
pub(crate) struct Service {
    agent: Agent,
    url: String,
}

impl Service {
    pub(crate) fn new(url: &str) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).build();
        Self {
            agent: config.into(),
            url: format!("{url}/"),
        }
    }

    /// Calls an operation of the user pools.
    pub(crate) fn call(&self, operation: &str, input: &Value) -> Outcome<Value> {
        let mut response = self
            .agent
            .post(&self.url)
            .header("content-type", "application/x-amz-json-1.1")
            .header(
                "x-amz-target",
                format!("AWSCognitoIdentityProviderService.{operation}"),
            )
            .header("authorization", AUTHORIZATION)
            .header("x-amz-date", DATE)
            .send(serde_json::to_vec(input)?)?;
        let status = response.status();
        let body = response.body_mut().read_to_string()?;
        if !status.is_success() {
            return Err(format!("{operation}: {status} {body}").into());
        }
        Ok(if body.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&body)?
        })
    }
}

/// A pool with an app client, made for one measurement.
pub(crate) struct Pool {
    pub(crate) id: String,
    pub(crate) client_id: String,
}

impl Pool {
    pub(crate) fn create(service: &Service) -> Outcome<Self> {
        let pool = service.call("CreateUserPool", &json!({ "PoolName": "bench" }))?;
        let id = text(&pool["UserPool"]["Id"])?;
        let flows = [
            "ALLOW_REFRESH_TOKEN_AUTH",
            "ALLOW_USER_PASSWORD_AUTH",
            "ALLOW_USER_SRP_AUTH",
        ];
        let client = service.call(
            "CreateUserPoolClient",
            &json!({ "UserPoolId": id, "ClientName": "bench", "ExplicitAuthFlows": flows }),
        )?;
        Ok(Self {
            client_id: text(&client["UserPoolClient"]["ClientId"])?,
            id,
        })
    }

    /// The part of the id that enters SRP.
    pub(crate) fn name(&self) -> &str {
        self.id.split_once('_').map_or("", |(_, name)| name)
    }

    pub(crate) fn add_user(&self, service: &Service, name: &str, password: &str) -> Outcome<()> {
        let user = json!({
            "UserPoolId": self.id,
            "Username": name,
            "TemporaryPassword": password,
            "MessageAction": "SUPPRESS",
        });
        service.call("AdminCreateUser", &user)?;
        let permanent = json!({
            "UserPoolId": self.id, "Username": name, "Password": password, "Permanent": true,
        });
        service.call("AdminSetUserPassword", &permanent)?;
        Ok(())
    }
}

/// A member of an answer that must be a text.
pub(crate) fn text(value: &Value) -> Outcome<String> {
    Ok(value
        .as_str()
        .ok_or_else(|| format!("expected a text, found {value}"))?
        .to_owned())
}
