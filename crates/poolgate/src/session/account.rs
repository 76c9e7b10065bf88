//! What signed-in users do with their own accounts.

use poolgate_flow::{ClientMetadata, Password};

use super::Session;
use crate::Error;
use crate::accounts::{Attributes, CodeDelivery};
use crate::error::call_failed;
use crate::user_pool::metadata;

impl Session {
    /// Changes the password (`ChangePassword`). Who signed up without one has no `previous`.
    pub async fn change_password(
        &self,
        previous: Option<&Password>,
        proposed: &Password,
    ) -> Result<(), Error> {
        let tokens = self.fresh_tokens().await?;
        self.pool()
            .client()
            .change_password()
            .access_token(tokens.access_token().expose())
            .set_previous_password(previous.map(|password| password.expose().to_owned()))
            .proposed_password(proposed.expose())
            .send()
            .await
            .map_err(call_failed("ChangePassword"))?;
        Ok(())
    }

    /// The user's attributes as they are now, which may be newer than the ID token's claims
    /// (`GetUser`).
    pub async fn attributes(&self) -> Result<Attributes, Error> {
        let tokens = self.fresh_tokens().await?;
        let output = self
            .pool()
            .client()
            .get_user()
            .access_token(tokens.access_token().expose())
            .send()
            .await
            .map_err(call_failed("GetUser"))?;
        Ok(Attributes::from_sdk(Some(output.user_attributes)))
    }

    /// Sets these attributes; the others stay (`UpdateUserAttributes`). A new address is to be
    /// verified: the codes that were sent are given back.
    pub async fn update_attributes(
        &self,
        attributes: &Attributes,
        client_metadata: ClientMetadata,
    ) -> Result<Vec<CodeDelivery>, Error> {
        let tokens = self.fresh_tokens().await?;
        let output = self
            .pool()
            .client()
            .update_user_attributes()
            .access_token(tokens.access_token().expose())
            .set_user_attributes(Some(attributes.to_sdk().unwrap_or_default()))
            .set_client_metadata(metadata(client_metadata))
            .send()
            .await
            .map_err(call_failed("UpdateUserAttributes"))?;
        let deliveries = output.code_delivery_details_list.unwrap_or_default();
        Ok(deliveries.into_iter().map(CodeDelivery::from_sdk).collect())
    }

    /// Removes attributes, by name (`DeleteUserAttributes`).
    pub async fn delete_attributes(&self, names: &[&str]) -> Result<(), Error> {
        let tokens = self.fresh_tokens().await?;
        self.pool()
            .client()
            .delete_user_attributes()
            .access_token(tokens.access_token().expose())
            .set_user_attribute_names(Some(names.iter().map(|&name| name.to_owned()).collect()))
            .send()
            .await
            .map_err(call_failed("DeleteUserAttributes"))?;
        Ok(())
    }

    /// Has a code sent to the address in an attribute, `email` or `phone_number`
    /// (`GetUserAttributeVerificationCode`).
    pub async fn attribute_verification_code(
        &self,
        attribute: &str,
        client_metadata: ClientMetadata,
    ) -> Result<Option<CodeDelivery>, Error> {
        let tokens = self.fresh_tokens().await?;
        let output = self
            .pool()
            .client()
            .get_user_attribute_verification_code()
            .access_token(tokens.access_token().expose())
            .attribute_name(attribute)
            .set_client_metadata(metadata(client_metadata))
            .send()
            .await
            .map_err(call_failed("GetUserAttributeVerificationCode"))?;
        Ok(output.code_delivery_details.map(CodeDelivery::from_sdk))
    }

    /// Shows the code that was sent to the address in an attribute (`VerifyUserAttribute`).
    pub async fn verify_attribute(&self, attribute: &str, code: &str) -> Result<(), Error> {
        let tokens = self.fresh_tokens().await?;
        self.pool()
            .client()
            .verify_user_attribute()
            .access_token(tokens.access_token().expose())
            .attribute_name(attribute)
            .code(code)
            .send()
            .await
            .map_err(call_failed("VerifyUserAttribute"))?;
        Ok(())
    }

    /// Deletes the user's account for good (`DeleteUser`), and forgets the session.
    pub async fn delete_account(&self) -> Result<(), Error> {
        let tokens = self.fresh_tokens().await?;
        self.pool()
            .client()
            .delete_user()
            .access_token(tokens.access_token().expose())
            .send()
            .await
            .map_err(call_failed("DeleteUser"))?;
        self.forget().await
    }
}
