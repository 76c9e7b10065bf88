//! `ConfirmDevice` (protocol.md 2.1).

use base64::prelude::{BASE64_STANDARD, Engine};
use poolgate_flow::{ErrorCode, ServiceError};
use poolgate_srp::{Salt, Verifier};
use serde::{Deserialize, Serialize};

use crate::app_clients::user_pool;
use crate::core::Context;
use crate::error::{invalid_parameter, missing_parameter};
use crate::model::{Credential, Device};
use crate::operations::Operation;
use crate::tokens;
use crate::users::devices;

pub(super) struct ConfirmDevice;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Input {
    access_token: String,
    device_key: String,
    device_name: Option<String>,
    device_secret_verifier_config: Option<DeviceSecretVerifierConfig>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DeviceSecretVerifierConfig {
    password_verifier: Option<String>,
    salt: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Output {
    user_confirmation_necessary: bool,
}

impl Operation for ConfirmDevice {
    const NAME: &'static str = "ConfirmDevice";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let bearer = tokens::authorize(context, &input.access_token)?;
        let pool = user_pool(context, &bearer.user.pool_id)?;
        let configuration = devices::require_tracking(&pool)?;
        // The device of the very sign-in that the token comes from, and of no other.
        let identity = bearer.family.device.as_ref();
        let identity = identity
            .filter(|identity| identity.key == input.device_key)
            .ok_or_else(|| invalid_parameter("Invalid device key given."))?;
        let prompt = configuration.device_only_remembered_on_user_prompt;
        let device = Device {
            pool_id: bearer.user.pool_id.clone(),
            sub: bearer.user.sub.clone(),
            identity: identity.clone(),
            name: input.device_name,
            remembered: !prompt,
            credential: credential(input.device_secret_verifier_config)?,
            created: context.now(),
            modified: context.now(),
            authenticated: bearer.family.authenticated,
        };
        register(context, device)?;
        Ok(Output {
            user_confirmation_necessary: prompt,
        })
    }
}

/// Keeps the device, unless it is there: a second password must not replace the first.
fn register(context: &Context<'_>, device: Device) -> Result<(), ServiceError> {
    use crate::state::Entity;

    context.write(|transaction| {
        if transaction.get::<Device>(&device.key()).is_some() {
            let message = "Device key already exists.";
            return Err(ServiceError::new(ErrorCode::DeviceKeyExists, message));
        }
        transaction.put(device);
        Ok(())
    })
}

/// The verifier and the salt, as numbers in the form of Java's `BigInteger`. The service's texts
/// for those it refuses are not public (protocol.md 2.1, uncertain).
fn credential(config: Option<DeviceSecretVerifierConfig>) -> Result<Credential, ServiceError> {
    let config = config.ok_or_else(|| missing_parameter("DeviceSecretVerifierConfig"))?;
    let verifier = number(config.password_verifier, "PasswordVerifier")?;
    let verifier = Verifier::from_signed_bytes(&verifier)
        .map_err(|error| invalid_parameter(format!("PasswordVerifier: {error}")))?;
    let salt = number(config.salt, "Salt")?;
    let salt = Salt::from_signed_bytes(&salt)
        .map_err(|error| invalid_parameter(format!("Salt: {error}")))?;
    Ok(Credential {
        salt: salt.to_hex(),
        verifier: verifier.to_bytes().to_vec(),
        expires: None,
    })
}

fn number(base64: Option<String>, name: &str) -> Result<Vec<u8>, ServiceError> {
    let base64 = base64.ok_or_else(|| missing_parameter(name))?;
    BASE64_STANDARD
        .decode(base64)
        .map_err(|_| invalid_parameter(format!("{name}: not in base64")))
}
