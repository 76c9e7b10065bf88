//! Passwords that an administrator sets, and has set anew (protocol.md 9.2).

use poolgate_flow::{ClientMetadata, Password, Username};

use super::Administration;
use crate::Error;
use crate::error::call_failed;
use crate::user_pool::metadata;

impl Administration {
    /// Sets a user's password, with which the user can sign in from now on
    /// (`AdminSetUserPassword`).
    pub async fn set_password(
        &self,
        username: &Username,
        password: &Password,
    ) -> Result<(), Error> {
        self.give_password(username, password, true).await
    }

    /// Sets a password that is good for one sign-in, which asks for another one
    /// (`AdminSetUserPassword`).
    pub async fn set_temporary_password(
        &self,
        username: &Username,
        password: &Password,
    ) -> Result<(), Error> {
        self.give_password(username, password, false).await
    }

    /// Has the user choose a new password, with a code that is sent to a verified address
    /// (`AdminResetUserPassword`). Until then the user cannot sign in;
    /// [`UserPool::confirm_forgot_password`](crate::UserPool::confirm_forgot_password) takes the
    /// code.
    pub async fn reset_password(
        &self,
        username: &Username,
        client_metadata: ClientMetadata,
    ) -> Result<(), Error> {
        self.client()
            .admin_reset_user_password()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .set_client_metadata(metadata(client_metadata))
            .send()
            .await
            .map_err(call_failed("AdminResetUserPassword"))?;
        Ok(())
    }

    async fn give_password(
        &self,
        username: &Username,
        password: &Password,
        permanent: bool,
    ) -> Result<(), Error> {
        self.client()
            .admin_set_user_password()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .password(password.expose())
            .permanent(permanent)
            .send()
            .await
            .map_err(call_failed("AdminSetUserPassword"))?;
        Ok(())
    }
}
