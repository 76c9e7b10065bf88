use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

use getrandom::SysRng;
use poolgate_flow::{
    CallerContext, ChallengeName, ClientMetadata, CustomChallenge, FirstFactor, MfaSetup,
    NewPasswordRequired, OneTimeCode, OtherChallenge, Parameters, Password, PasswordChallenge,
    Request, SealingKey, SelectChallenge, SelectMfaType, SoftwareTokenSetup, Waiting, WebAuthn,
};
use rand_core::UnwrapErr;

use super::{AnswerFailed, Attempt, SignInStep, drive, off_the_executor};
use crate::{Error, UserPool};

/// Defines the enum of challenges, each wrapped with what its answer needs.
macro_rules! challenges {
    ($($(#[$documentation:meta])* $variant:ident($kind:ty),)+) => {
        /// What the service asks of the user or the caller.
        ///
        /// ```no_run
        /// # async fn example(challenge: poolgate::Challenge, code: &str) -> Result<(), poolgate::Error> {
        /// use poolgate::Challenge;
        ///
        /// match challenge {
        ///     Challenge::SmsMfa(sms) => {
        ///         println!("the code went to {}", sms.destination().unwrap_or("your phone"));
        ///         sms.answer(code).await?;
        ///     }
        ///     Challenge::SoftwareTokenMfa(app) => {
        ///         app.answer(code).await?;
        ///     }
        ///     other => println!("{} is not handled here", other.name()),
        /// }
        /// # Ok(())
        /// # }
        /// ```
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum Challenge {
            $($(#[$documentation])* $variant(Pending<$kind>),)+
        }

        impl Challenge {
            pub(super) fn new(
                attempt: &Attempt,
                challenge: poolgate_flow::Challenge,
            ) -> Result<Self, Error> {
                let name = challenge.name().clone();
                match challenge {
                    $(poolgate_flow::Challenge::$variant(challenge) => {
                        Ok(Self::$variant(Pending::new(attempt, name, challenge)))
                    })+
                    _ => Err(poolgate_flow::Error::UnexpectedChallenge(name).into()),
                }
            }

            /// The challenge's name.
            #[must_use]
            pub fn name(&self) -> &ChallengeName {
                match self {
                    $(Self::$variant(pending) => &pending.name,)+
                }
            }

            fn into_parts(self) -> (Attempt, poolgate_flow::Challenge) {
                match self {
                    $(Self::$variant(pending) => (pending.attempt, (*pending.challenge).into()),)+
                }
            }
        }
    };
}

challenges! {
    /// Answer what the pool's Lambda triggers ask.
    Custom(CustomChallenge),
    /// Enter the code that came by e-mail, as first factor or as second.
    EmailOtp(OneTimeCode),
    /// Set up a second factor, since the pool demands one.
    MfaSetup(MfaSetup),
    /// Choose a new password.
    NewPasswordRequired(NewPasswordRequired),
    /// Give the password, in choice-based sign-in.
    Password(PasswordChallenge),
    /// Choose what to show first.
    SelectChallenge(SelectChallenge),
    /// Choose among several second factors.
    SelectMfaType(SelectMfaType),
    /// Enter the code that came by SMS, as second factor.
    SmsMfa(OneTimeCode),
    /// Enter the code that came by SMS, as first factor.
    SmsOtp(OneTimeCode),
    /// Enter the code that the authenticator app shows.
    SoftwareTokenMfa(OneTimeCode),
    /// Enter the secret in an authenticator app, and the code that it then shows.
    SoftwareTokenSetup(SoftwareTokenSetup),
    /// Use a passkey.
    WebAuthn(WebAuthn),
    /// Anything else, whole, to be answered by who knows it.
    Other(OtherChallenge),
}

impl Challenge {
    /// The same, whose answer and all that follows carry these values for the pool's Lambda
    /// triggers.
    pub fn with_client_metadata(self, metadata: ClientMetadata) -> Result<Self, Error> {
        let (attempt, challenge) = self.into_parts();
        Self::new(&attempt, challenge.with_client_metadata(metadata))
    }

    /// The same, whose answer and all that follows tell the service this of where the user is.
    pub fn with_caller_context(self, caller: CallerContext) -> Result<Self, Error> {
        let (attempt, challenge) = self.into_parts();
        Self::new(&attempt, challenge.with_caller_context(caller))
    }

    /// Puts the waiting sign-in into text that another process can go on from with
    /// [`UserPool::open_challenge`], encrypted: its session stands for the password that was
    /// proven already. What [`SignIn::keep_device_in`](crate::SignIn::keep_device_in) said is not
    /// in it.
    pub fn seal(&self, key: &SealingKey) -> Result<String, Error> {
        let (_, challenge) = self.clone().into_parts();
        Ok(challenge.seal(key, &mut UnwrapErr(SysRng))?)
    }
}

impl UserPool {
    /// Takes up a sign-in that [`Challenge::seal`] has put into text, in this process or another.
    pub fn open_challenge(&self, sealed: &str, key: &SealingKey) -> Result<Challenge, Error> {
        let challenge = poolgate_flow::Challenge::open(sealed, self.app().clone(), key)?;
        Challenge::new(&Attempt::at(self.clone()), challenge)
    }
}

/// A challenge of a pool that waits for its answer. What it asks is in the challenge, to which it
/// dereferences.
#[derive(Clone)]
pub struct Pending<C> {
    attempt: Attempt,
    name: ChallengeName,
    challenge: Box<C>,
}

impl<C> Pending<C> {
    fn new(attempt: &Attempt, name: ChallengeName, challenge: C) -> Self {
        Self {
            attempt: attempt.clone(),
            name,
            challenge: Box::new(challenge),
        }
    }
}

impl Pending<CustomChallenge> {
    /// Answers with any text.
    pub async fn answer(self, answer: &str) -> Result<SignInStep, AnswerFailed> {
        let answer = answer.to_owned();
        self.send(move |challenge| Ok(challenge.answer(&answer)))
            .await
    }
}

impl Pending<OneTimeCode> {
    /// Answers with the code.
    pub async fn answer(self, code: &str) -> Result<SignInStep, AnswerFailed> {
        let code = code.to_owned();
        self.send(move |challenge| challenge.answer(&code)).await
    }
}

impl Pending<MfaSetup> {
    /// Sets up an authenticator app; [`Challenge::SoftwareTokenSetup`] follows with its secret.
    pub async fn set_up_software_token(self) -> Result<SignInStep, AnswerFailed> {
        self.send(|challenge| Ok(challenge.set_up_software_token()))
            .await
    }

    /// Sets up codes by e-mail to this address; [`Challenge::EmailOtp`] follows.
    pub async fn set_up_email(self, address: &str) -> Result<SignInStep, AnswerFailed> {
        let address = address.to_owned();
        self.send(move |challenge| Ok(challenge.set_up_email(&address)))
            .await
    }
}

impl Pending<NewPasswordRequired> {
    /// Answers with the new password, and with at least those attributes that are required.
    pub async fn answer(
        self,
        new_password: &Password,
        attributes: &BTreeMap<String, String>,
    ) -> Result<SignInStep, AnswerFailed> {
        let (new_password, attributes) = (new_password.clone(), attributes.clone());
        self.send(move |challenge| challenge.answer(&new_password, &attributes))
            .await
    }
}

impl Pending<PasswordChallenge> {
    /// Answers in the way that is asked for.
    pub async fn answer(self, password: Password) -> Result<SignInStep, AnswerFailed> {
        self.send(move |challenge| Ok(challenge.answer(password, &mut UnwrapErr(SysRng))))
            .await
    }
}

impl Pending<SelectChallenge> {
    /// Chooses. A password goes along in the same call; codes and passkeys are asked for by the
    /// challenge that follows.
    pub async fn choose(self, factor: FirstFactor) -> Result<SignInStep, AnswerFailed> {
        self.send(move |challenge| challenge.choose(factor, &mut UnwrapErr(SysRng)))
            .await
    }
}

impl Pending<SelectMfaType> {
    /// Chooses one of the options; its own challenge follows.
    pub async fn choose(self, factor: &ChallengeName) -> Result<SignInStep, AnswerFailed> {
        let factor = factor.clone();
        self.send(move |challenge| challenge.choose(&factor)).await
    }
}

impl Pending<SoftwareTokenSetup> {
    /// Answers with the code that the app shows, and with a name for the app.
    pub async fn answer(
        self,
        code: &str,
        friendly_device_name: Option<&str>,
    ) -> Result<SignInStep, AnswerFailed> {
        let (code, name) = (code.to_owned(), friendly_device_name.map(str::to_owned));
        self.send(move |challenge| challenge.answer(&code, name.as_deref()))
            .await
    }
}

impl Pending<WebAuthn> {
    /// Answers with the credential that the caller's authenticator made of
    /// [`WebAuthn::request_options`].
    pub async fn answer(self, credential: &str) -> Result<SignInStep, AnswerFailed> {
        let credential = credential.to_owned();
        self.send(move |challenge| challenge.answer(&credential))
            .await
    }
}

impl Pending<OtherChallenge> {
    /// Answers with these responses; `USERNAME`, `SECRET_HASH` and the session are added.
    pub async fn answer(self, responses: Parameters) -> Result<SignInStep, AnswerFailed> {
        self.send(|challenge| Ok(challenge.answer(responses))).await
    }
}

impl<C> Pending<C>
where
    C: Clone + Send + Into<poolgate_flow::Challenge> + 'static,
{
    async fn send(
        self,
        answer: impl FnOnce(C) -> Result<(Waiting, Request), poolgate_flow::Failure> + Send + 'static,
    ) -> Result<SignInStep, AnswerFailed> {
        let Self {
            attempt, challenge, ..
        } = self;
        let again = challenge.clone();
        // Choosing a password starts SRP.
        let start = match off_the_executor(move || answer(*challenge)).await? {
            Ok(start) => start,
            Err(failure) => return Err(still_open(&attempt, *again, failure.error.into())),
        };
        match drive(&attempt, start).await {
            // Nothing came back, so that the answer may never have arrived.
            Err(failed) if failed.challenge.is_none() && failed.error.is_retryable() => {
                Err(still_open(&attempt, *again, failed.error))
            }
            outcome => outcome,
        }
    }
}

fn still_open(
    attempt: &Attempt,
    challenge: impl Into<poolgate_flow::Challenge>,
    error: Error,
) -> AnswerFailed {
    let challenge = Challenge::new(attempt, challenge.into()).ok();
    AnswerFailed {
        error,
        challenge: challenge.map(Box::new),
    }
}

impl<C> Deref for Pending<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.challenge
    }
}

impl<C: fmt::Debug> fmt::Debug for Pending<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.challenge.fmt(f)
    }
}
