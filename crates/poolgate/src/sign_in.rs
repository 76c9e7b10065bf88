//! Drives the sign-in machine over the SDK.

mod attempt;
mod challenge;
mod drive;

use std::fmt;
use std::sync::Arc;

use getrandom::SysRng;
use poolgate_flow::{
    CallerContext, ChallengeSession, ClientMetadata, Device, FirstFactor, Password, Request,
    Username, Waiting,
};
use rand_core::UnwrapErr;

pub(crate) use attempt::Attempt;
pub use challenge::{Challenge, Pending};
pub(crate) use drive::{drive, off_the_executor};

use crate::store::TokenStore;
use crate::{Error, Session, UserPool};

/// A sign-in about to start, made by [`UserPool::sign_in`]. A `with_…` method says how, and
/// starts it.
#[derive(Clone, Debug)]
#[must_use = "a sign-in starts with one of its `with_…` methods"]
pub struct SignIn {
    attempt: Attempt,
    machine: poolgate_flow::SignIn,
}

/// Where a sign-in has led.
#[derive(Debug)]
#[non_exhaustive]
pub enum SignInStep {
    /// The service asks for something more.
    Challenge(Challenge),
    /// Done: both tokens have been verified.
    SignedIn(Session),
}

impl SignIn {
    pub(crate) fn new(pool: UserPool, username: Username) -> Self {
        let machine = poolgate_flow::SignIn::new(pool.app().clone(), username);
        Self {
            attempt: Attempt::at(pool),
            machine,
        }
    }

    /// Values for the pool's Lambda triggers, sent with each call of this sign-in.
    pub fn client_metadata(mut self, metadata: ClientMetadata) -> Self {
        self.machine = self.machine.client_metadata(metadata);
        self
    }

    /// What the service may be told of where the user signs in from.
    pub fn caller_context(mut self, caller: CallerContext) -> Self {
        self.machine = self.machine.caller_context(caller);
        self
    }

    /// Keeps the device that the pool may give this user here in a store, and signs in with the
    /// one that is kept there. `user` is what it is kept under, as in [`Session::keep_in`].
    ///
    /// Without this, a pool that tracks devices takes each sign-in for one from a new device.
    pub fn keep_device_in(mut self, store: Arc<dyn TokenStore>, user: Option<&str>) -> Self {
        self.attempt.keep_device_in(store, user);
        self
    }

    /// What the pool's list of devices shows for this one; `Poolgate` if nothing is said.
    pub fn device_name(mut self, name: impl Into<String>) -> Self {
        self.attempt.device_name = name.into();
        self
    }

    /// Has the device remembered where the pool leaves that to the user: it then needs no second
    /// factor from the next sign-in on.
    pub fn remember_device(mut self, remember: bool) -> Self {
        self.attempt.remember_device = remember;
        self
    }

    /// On the user's behalf (`AdminInitiateAuth`). The calls are signed: the pool must have been
    /// built with AWS credentials, by [`sdk_config`](crate::UserPoolBuilder::sdk_config) or
    /// [`sdk_client`](crate::UserPoolBuilder::sdk_client).
    pub fn as_administrator(mut self) -> Self {
        self.machine = self.machine.as_administrator();
        self
    }

    /// By SRP (`USER_SRP_AUTH`): the password is proven and never sent.
    pub async fn with_srp(self, password: Password) -> Result<SignInStep, Error> {
        self.start(First::Srp(password)).await
    }

    /// With the password itself (`USER_PASSWORD_AUTH`, an administrator's
    /// `ADMIN_USER_PASSWORD_AUTH`), protected by TLS alone.
    pub async fn with_password(self, password: Password) -> Result<SignInStep, Error> {
        self.start(First::Password(password)).await
    }

    /// By challenges that the pool's Lambda triggers define (`CUSTOM_AUTH`).
    pub async fn with_custom_challenges(self) -> Result<SignInStep, Error> {
        self.start(First::Custom).await
    }

    /// By SRP first, and then by challenges that the pool's Lambda triggers define.
    pub async fn with_srp_and_custom_challenges(
        self,
        password: Password,
    ) -> Result<SignInStep, Error> {
        self.start(First::SrpAndCustom(password)).await
    }

    /// By a first factor of the user's choice (`USER_AUTH`). Without a preference, or where the
    /// preferred one is not to be had, [`Challenge::SelectChallenge`] asks.
    pub async fn with_choice(self, preferred: Option<FirstFactor>) -> Result<SignInStep, Error> {
        self.start(First::Choice(preferred)).await
    }

    /// By the session of the `ConfirmSignUp` or `SignUp` that has just confirmed the user: no
    /// factor is asked for.
    pub async fn with_confirmed_sign_up(
        self,
        session: ChallengeSession,
    ) -> Result<SignInStep, Error> {
        self.start(First::ConfirmedSignUp(session)).await
    }

    async fn start(mut self, first: First) -> Result<SignInStep, Error> {
        let device = self.attempt.load_device().await?;
        let known = device.is_some();
        match self.clone().send(first.clone(), device).await {
            // The device's record is gone by now: without it, the user is asked for the second
            // factor instead.
            Err(Error::Flow(poolgate_flow::Error::DeviceRefused(_))) if known => {
                self.send(first, None).await
            }
            outcome => outcome,
        }
    }

    async fn send(self, first: First, device: Option<Device>) -> Result<SignInStep, Error> {
        let machine = self.machine.device(device);
        let start = off_the_executor(move || first.begin(machine)).await?;
        Ok(drive(&self.attempt, start).await?)
    }
}

/// What is shown first.
#[derive(Clone, Debug)]
enum First {
    Srp(Password),
    Password(Password),
    Custom,
    SrpAndCustom(Password),
    Choice(Option<FirstFactor>),
    ConfirmedSignUp(ChallengeSession),
}

impl First {
    fn begin(self, machine: poolgate_flow::SignIn) -> (Waiting, Request) {
        // A system without randomness has nothing that could be signed in to safely.
        let rng = &mut UnwrapErr(SysRng);
        match self {
            Self::Srp(password) => machine.with_srp(password, rng),
            Self::Password(password) => machine.with_password(&password),
            Self::Custom => machine.with_custom_challenges(),
            Self::SrpAndCustom(password) => machine.with_srp_and_custom_challenges(password, rng),
            Self::Choice(preferred) => machine.with_choice(preferred, rng),
            Self::ConfirmedSignUp(session) => machine.with_confirmed_sign_up(session),
        }
    }
}

/// An answer that did not lead on. A challenge that is still open is given back: a mistyped code,
/// or a connection that broke, costs no new sign-in.
///
/// Who does not want to try again turns it into an [`Error`] with `?`.
#[derive(Debug)]
pub struct AnswerFailed {
    /// What went wrong.
    pub error: Error,
    /// The challenge to answer again, if it is still open.
    pub challenge: Option<Box<Challenge>>,
}

impl From<Error> for AnswerFailed {
    fn from(error: Error) -> Self {
        Self {
            error,
            challenge: None,
        }
    }
}

impl From<AnswerFailed> for Error {
    fn from(failed: AnswerFailed) -> Self {
        failed.error
    }
}

impl fmt::Display for AnswerFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for AnswerFailed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
