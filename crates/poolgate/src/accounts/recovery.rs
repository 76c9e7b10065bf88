//! A new password for who has forgotten the old one (protocol.md 9.2).

use poolgate_flow::{ClientMetadata, Password, Username};

use super::CodeDelivery;
use crate::error::call_failed;
use crate::user_pool::metadata;
use crate::{Error, UserPool};

impl UserPool {
    /// Has a code sent to a user who has forgotten the password (`ForgotPassword`).
    ///
    /// A pool may answer for users that do not exist as well, so as not to give them away.
    pub async fn forgot_password(
        &self,
        username: &Username,
        client_metadata: ClientMetadata,
    ) -> Result<Option<CodeDelivery>, Error> {
        let output = self
            .client()
            .forgot_password()
            .client_id(self.client_id().as_str())
            .set_secret_hash(self.app().secret_hash(username.as_str()))
            .username(username.as_str())
            .set_client_metadata(metadata(client_metadata))
            .send()
            .await
            .map_err(call_failed("ForgotPassword"))?;
        Ok(output.code_delivery_details.map(CodeDelivery::from_sdk))
    }

    /// Sets a new password, with the code of [`UserPool::forgot_password`] or of an administrator's
    /// reset (`ConfirmForgotPassword`).
    pub async fn confirm_forgot_password(
        &self,
        username: &Username,
        code: &str,
        password: &Password,
        client_metadata: ClientMetadata,
    ) -> Result<(), Error> {
        self.client()
            .confirm_forgot_password()
            .client_id(self.client_id().as_str())
            .set_secret_hash(self.app().secret_hash(username.as_str()))
            .username(username.as_str())
            .confirmation_code(code)
            .password(password.expose())
            .set_client_metadata(metadata(client_metadata))
            .send()
            .await
            .map_err(call_failed("ConfirmForgotPassword"))?;
        Ok(())
    }
}
