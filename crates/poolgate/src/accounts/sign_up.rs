use poolgate_flow::{ChallengeSession, ClientMetadata, Password, Username};

use super::{Attributes, CodeDelivery};
use crate::error::call_failed;
use crate::user_pool::metadata;
use crate::{Error, UserPool};

/// A sign-up about to be sent, made by [`UserPool::sign_up`].
#[derive(Clone, Debug)]
#[must_use = "a sign-up is sent by one of its `with…_password` methods"]
pub struct SignUp {
    pool: UserPool,
    username: Username,
    attributes: Attributes,
    validation_data: Attributes,
    client_metadata: ClientMetadata,
}

/// What has become of a sign-up.
#[derive(Debug)]
#[non_exhaustive]
pub struct SignedUp {
    /// The user's id in the pool, which no other user will ever have.
    pub sub: String,
    /// Whether the user can sign in at once: a trigger confirmed the account. Otherwise
    /// [`UserPool::confirm_sign_up`] comes next.
    pub confirmed: bool,
    /// Where the confirmation code was sent to; `None` if the pool sends none.
    pub delivery: Option<CodeDelivery>,
    /// What goes on to [`ConfirmSignUp::session`], or, where the user is confirmed, to
    /// [`SignIn::with_confirmed_sign_up`](crate::SignIn::with_confirmed_sign_up).
    pub session: Option<ChallengeSession>,
}

/// A confirmation about to be sent, made by [`UserPool::confirm_sign_up`].
#[derive(Clone, Debug)]
#[must_use = "a confirmation is sent by `with_code`"]
pub struct ConfirmSignUp {
    pool: UserPool,
    username: Username,
    session: Option<ChallengeSession>,
    force_alias_creation: bool,
    client_metadata: ClientMetadata,
}

impl UserPool {
    /// Starts to sign a new user up (`SignUp`).
    ///
    /// ```no_run
    /// # async fn example(pool: poolgate::UserPool, password: poolgate::Password, code: &str)
    /// # -> Result<(), poolgate::Error> {
    /// use poolgate::{Attributes, Username};
    ///
    /// let ana = Username::new("ana")?;
    /// let attributes = Attributes::new().with("email", "ana@example.com");
    /// let signed_up = pool.sign_up(ana.clone()).attributes(attributes).with_password(password).await?;
    /// if !signed_up.confirmed {
    ///     let confirmation = pool.confirm_sign_up(ana.clone()).session(signed_up.session);
    ///     if let Some(session) = confirmation.with_code(code).await? {
    ///         pool.sign_in(ana).with_confirmed_sign_up(session).await?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn sign_up(&self, username: Username) -> SignUp {
        SignUp {
            pool: self.clone(),
            username,
            attributes: Attributes::new(),
            validation_data: Attributes::new(),
            client_metadata: ClientMetadata::new(),
        }
    }

    /// Starts to confirm that a user signed up (`ConfirmSignUp`).
    pub fn confirm_sign_up(&self, username: Username) -> ConfirmSignUp {
        ConfirmSignUp {
            pool: self.clone(),
            username,
            session: None,
            force_alias_creation: false,
            client_metadata: ClientMetadata::new(),
        }
    }

    /// Sends the confirmation code once more (`ResendConfirmationCode`).
    pub async fn resend_confirmation_code(
        &self,
        username: &Username,
        client_metadata: ClientMetadata,
    ) -> Result<Option<CodeDelivery>, Error> {
        let output = self
            .client()
            .resend_confirmation_code()
            .client_id(self.client_id().as_str())
            .set_secret_hash(self.app().secret_hash(username.as_str()))
            .username(username.as_str())
            .set_client_metadata(metadata(client_metadata))
            .send()
            .await
            .map_err(call_failed("ResendConfirmationCode"))?;
        Ok(output.code_delivery_details.map(CodeDelivery::from_sdk))
    }
}

impl SignUp {
    /// What the pool is to keep of the user.
    pub fn attributes(mut self, attributes: Attributes) -> Self {
        self.attributes = attributes;
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

    /// Sends it, with the password that the user has chosen.
    pub async fn with_password(self, password: Password) -> Result<SignedUp, Error> {
        self.send(Some(&password)).await
    }

    /// Sends it without a password: the user signs in by other first factors, which the pool must
    /// allow.
    pub async fn without_password(self) -> Result<SignedUp, Error> {
        self.send(None).await
    }

    async fn send(self, password: Option<&Password>) -> Result<SignedUp, Error> {
        let username = self.username.as_str();
        let output = self
            .pool
            .client()
            .sign_up()
            .client_id(self.pool.client_id().as_str())
            .set_secret_hash(self.pool.app().secret_hash(username))
            .username(username)
            .set_password(password.map(|password| password.expose().to_owned()))
            .set_user_attributes(self.attributes.to_sdk())
            .set_validation_data(self.validation_data.to_sdk())
            .set_client_metadata(metadata(self.client_metadata))
            .send()
            .await
            .map_err(call_failed("SignUp"))?;
        Ok(SignedUp {
            sub: output.user_sub,
            confirmed: output.user_confirmed,
            delivery: output.code_delivery_details.map(CodeDelivery::from_sdk),
            session: output.session.map(Into::into),
        })
    }
}

impl ConfirmSignUp {
    /// The session that the sign-up gave: with it, the confirmation gives one to sign in by.
    pub fn session(mut self, session: Option<ChallengeSession>) -> Self {
        self.session = session;
        self
    }

    /// Takes the address away from another user who has it as an alias, instead of being refused.
    pub fn force_alias_creation(mut self, force: bool) -> Self {
        self.force_alias_creation = force;
        self
    }

    /// Values for the pool's Lambda triggers.
    pub fn client_metadata(mut self, metadata: ClientMetadata) -> Self {
        self.client_metadata = metadata;
        self
    }

    /// Sends it, with the code that was sent to the user. If the service gives a session,
    /// [`SignIn::with_confirmed_sign_up`](crate::SignIn::with_confirmed_sign_up) takes it.
    pub async fn with_code(self, code: &str) -> Result<Option<ChallengeSession>, Error> {
        let username = self.username.as_str();
        let output = self
            .pool
            .client()
            .confirm_sign_up()
            .client_id(self.pool.client_id().as_str())
            .set_secret_hash(self.pool.app().secret_hash(username))
            .username(username)
            .confirmation_code(code)
            .set_session(self.session.map(|session| session.expose().to_owned()))
            .set_force_alias_creation(self.force_alias_creation.then_some(true))
            .set_client_metadata(metadata(self.client_metadata))
            .send()
            .await
            .map_err(call_failed("ConfirmSignUp"))?;
        Ok(output.session.map(Into::into))
    }
}
