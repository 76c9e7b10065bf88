use aws_sdk_cognitoidentityprovider::types::{DeliveryMediumType, MessageActionType};
use poolgate_flow::{ClientMetadata, Password, Username};

use super::{Administration, User};
use crate::error::call_failed;
use crate::user_pool::metadata;
use crate::{Attributes, DeliveryMedium, Error};

/// A user about to be created, made by [`Administration::create_user`].
#[derive(Clone, Debug)]
#[must_use = "a user is created by `send`"]
pub struct CreateUser {
    administration: Administration,
    username: Username,
    temporary_password: Option<Password>,
    attributes: Attributes,
    validation_data: Attributes,
    client_metadata: ClientMetadata,
    message: Option<MessageActionType>,
    mediums: Vec<DeliveryMedium>,
    force_alias_creation: bool,
}

impl Administration {
    /// Starts to create a user (`AdminCreateUser`), who signs in with a temporary password first
    /// and chooses another one then.
    pub fn create_user(&self, username: Username) -> CreateUser {
        CreateUser {
            administration: self.clone(),
            username,
            temporary_password: None,
            attributes: Attributes::new(),
            validation_data: Attributes::new(),
            client_metadata: ClientMetadata::new(),
            message: None,
            mediums: Vec::new(),
            force_alias_creation: false,
        }
    }
}

impl CreateUser {
    /// What the pool is to keep of the user. An address that the user need not verify has
    /// `email_verified` or `phone_number_verified` with it.
    pub fn attributes(mut self, attributes: Attributes) -> Self {
        self.attributes = attributes;
        self
    }

    /// The password for the first sign-in; the pool makes one up if this is not called. It is good
    /// once, and for as many days as the pool's password policy says.
    pub fn temporary_password(mut self, password: Password) -> Self {
        self.temporary_password = Some(password);
        self
    }

    /// Where the invitation goes to; by SMS if this is not called (protocol.md 9.6).
    pub fn deliver_by(mut self, mediums: impl IntoIterator<Item = DeliveryMedium>) -> Self {
        self.mediums = mediums.into_iter().collect();
        self
    }

    /// Sends no invitation (`SUPPRESS`).
    pub fn without_message(mut self) -> Self {
        self.message = Some(MessageActionType::Suppress);
        self
    }

    /// Sends the invitation once more to a user who exists, with a new temporary password
    /// (`RESEND`).
    pub fn resend(mut self) -> Self {
        self.message = Some(MessageActionType::Resend);
        self
    }

    /// Takes the e-mail address or phone number away from another user who has it as an alias,
    /// instead of being refused.
    pub fn force_alias_creation(mut self, force: bool) -> Self {
        self.force_alias_creation = force;
        self
    }

    /// Values for the trigger that decides about sign-ups (`ValidationData`); they are not kept.
    pub fn validation_data(mut self, data: Attributes) -> Self {
        self.validation_data = data;
        self
    }

    /// Values for the pool's Lambda triggers.
    pub fn client_metadata(mut self, metadata: ClientMetadata) -> Self {
        self.client_metadata = metadata;
        self
    }

    /// Sends it.
    pub async fn send(self) -> Result<User, Error> {
        const OPERATION: &str = "AdminCreateUser";
        let password = self.temporary_password;
        let mediums: Vec<DeliveryMediumType> =
            self.mediums.iter().map(|medium| medium.to_sdk()).collect();
        let output = self
            .administration
            .client()
            .admin_create_user()
            .user_pool_id(self.administration.pool_id())
            .username(self.username.as_str())
            .set_temporary_password(password.map(|password| password.expose().to_owned()))
            .set_user_attributes(self.attributes.to_sdk())
            .set_validation_data(self.validation_data.to_sdk())
            .set_client_metadata(metadata(self.client_metadata))
            .set_message_action(self.message)
            .set_desired_delivery_mediums((!mediums.is_empty()).then_some(mediums))
            .set_force_alias_creation(self.force_alias_creation.then_some(true))
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        let user = output.user.ok_or(Error::MissingMember {
            operation: OPERATION,
            member: "User",
        })?;
        User::of_list(OPERATION, user)
    }
}
