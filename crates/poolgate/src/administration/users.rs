//! One user at a time.

use poolgate_flow::{ClientMetadata, Username};

use super::{Administration, User};
use crate::error::call_failed;
use crate::session::MfaSettings;
use crate::user_pool::metadata;
use crate::{Attributes, Error, MfaPreference};

impl Administration {
    /// A user, by name or alias (`AdminGetUser`).
    pub async fn user(&self, username: &Username) -> Result<User, Error> {
        const OPERATION: &str = "AdminGetUser";
        let user = self
            .client()
            .admin_get_user()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        User::of_get(OPERATION, user)
    }

    /// Sets these attributes of a user; the others stay (`AdminUpdateUserAttributes`). A new
    /// address counts as verified only if `email_verified` or `phone_number_verified` comes with
    /// it.
    pub async fn update_attributes(
        &self,
        username: &Username,
        attributes: &Attributes,
        client_metadata: ClientMetadata,
    ) -> Result<(), Error> {
        self.client()
            .admin_update_user_attributes()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .set_user_attributes(Some(attributes.to_sdk().unwrap_or_default()))
            .set_client_metadata(metadata(client_metadata))
            .send()
            .await
            .map_err(call_failed("AdminUpdateUserAttributes"))?;
        Ok(())
    }

    /// Removes attributes of a user, by name (`AdminDeleteUserAttributes`).
    pub async fn delete_attributes(
        &self,
        username: &Username,
        names: &[&str],
    ) -> Result<(), Error> {
        self.client()
            .admin_delete_user_attributes()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .set_user_attribute_names(Some(names.iter().map(|&name| name.to_owned()).collect()))
            .send()
            .await
            .map_err(call_failed("AdminDeleteUserAttributes"))?;
        Ok(())
    }

    /// Deletes a user for good (`AdminDeleteUser`).
    pub async fn delete_user(&self, username: &Username) -> Result<(), Error> {
        self.client()
            .admin_delete_user()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .send()
            .await
            .map_err(call_failed("AdminDeleteUser"))?;
        Ok(())
    }

    /// Confirms a user's sign-up without a code (`AdminConfirmSignUp`). No address is verified by
    /// it.
    pub async fn confirm_sign_up(
        &self,
        username: &Username,
        client_metadata: ClientMetadata,
    ) -> Result<(), Error> {
        self.client()
            .admin_confirm_sign_up()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .set_client_metadata(metadata(client_metadata))
            .send()
            .await
            .map_err(call_failed("AdminConfirmSignUp"))?;
        Ok(())
    }

    /// Lets a user sign in again (`AdminEnableUser`).
    pub async fn enable(&self, username: &Username) -> Result<(), Error> {
        self.client()
            .admin_enable_user()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .send()
            .await
            .map_err(call_failed("AdminEnableUser"))?;
        Ok(())
    }

    /// Lets a user sign in no longer, and revokes the user's tokens (`AdminDisableUser`).
    pub async fn disable(&self, username: &Username) -> Result<(), Error> {
        self.client()
            .admin_disable_user()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .send()
            .await
            .map_err(call_failed("AdminDisableUser"))?;
        Ok(())
    }

    /// Signs a user out everywhere (`AdminUserGlobalSignOut`). ID tokens are accepted until they
    /// run out by who verifies them without asking the service (protocol.md 5.6).
    pub async fn sign_out(&self, username: &Username) -> Result<(), Error> {
        self.client()
            .admin_user_global_sign_out()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .send()
            .await
            .map_err(call_failed("AdminUserGlobalSignOut"))?;
        Ok(())
    }

    /// Says which second factors a user is asked for (`AdminSetUserMFAPreference`).
    pub async fn prefer_mfa(
        &self,
        username: &Username,
        preference: MfaPreference,
    ) -> Result<(), Error> {
        let settings = MfaSettings::from(preference);
        self.client()
            .admin_set_user_mfa_preference()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .set_sms_mfa_settings(settings.sms)
            .set_software_token_mfa_settings(settings.software_token)
            .set_email_mfa_settings(settings.email)
            .set_web_authn_mfa_settings(settings.web_authn)
            .send()
            .await
            .map_err(call_failed("AdminSetUserMFAPreference"))?;
        Ok(())
    }

    /// Takes a user's authenticator app off the account, for who has lost it
    /// (`AdminDeleteSoftwareToken`).
    pub async fn delete_software_token(&self, username: &Username) -> Result<(), Error> {
        self.client()
            .admin_delete_software_token()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .send()
            .await
            .map_err(call_failed("AdminDeleteSoftwareToken"))?;
        Ok(())
    }
}
