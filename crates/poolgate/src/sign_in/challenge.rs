use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

use poolgate_flow::{
    ChallengeName, MfaCode, NewPasswordRequired, OtherChallenge, Parameters, Password, Request,
    Waiting,
};

use super::{AnswerFailed, SignInStep, drive};
use crate::{Error, UserPool};

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
    /// Choose a new password.
    NewPasswordRequired(Pending<NewPasswordRequired>),
    /// Enter the code that came by SMS.
    SmsMfa(Pending<MfaCode>),
    /// Enter the code that the authenticator app shows.
    SoftwareTokenMfa(Pending<MfaCode>),
    /// Anything else, whole, to be answered by who knows it.
    Other(Pending<OtherChallenge>),
}

impl Challenge {
    pub(super) fn new(pool: &UserPool, challenge: poolgate_flow::Challenge) -> Result<Self, Error> {
        let name = challenge.name().clone();
        Ok(match challenge {
            poolgate_flow::Challenge::NewPasswordRequired(challenge) => {
                Pending::of(pool, name, challenge, Self::NewPasswordRequired)
            }
            poolgate_flow::Challenge::SmsMfa(challenge) => {
                Pending::of(pool, name, challenge, Self::SmsMfa)
            }
            poolgate_flow::Challenge::SoftwareTokenMfa(challenge) => {
                Pending::of(pool, name, challenge, Self::SoftwareTokenMfa)
            }
            poolgate_flow::Challenge::Other(challenge) => {
                Pending::of(pool, name, challenge, Self::Other)
            }
            _ => return Err(poolgate_flow::Error::UnexpectedChallenge(name).into()),
        })
    }

    /// The challenge's name.
    #[must_use]
    pub fn name(&self) -> &ChallengeName {
        match self {
            Self::NewPasswordRequired(pending) => &pending.name,
            Self::SmsMfa(pending) | Self::SoftwareTokenMfa(pending) => &pending.name,
            Self::Other(pending) => &pending.name,
        }
    }
}

/// A challenge of a pool that waits for its answer. What it asks is in the challenge, to which it
/// dereferences.
#[derive(Clone)]
pub struct Pending<C> {
    pool: UserPool,
    name: ChallengeName,
    challenge: Box<C>,
    wrap: fn(Self) -> Challenge,
}

impl<C> Pending<C> {
    fn of(
        pool: &UserPool,
        name: ChallengeName,
        challenge: C,
        wrap: fn(Self) -> Challenge,
    ) -> Challenge {
        wrap(Self {
            pool: pool.clone(),
            name,
            challenge: Box::new(challenge),
            wrap,
        })
    }
}

impl Pending<MfaCode> {
    /// Answers with the code.
    pub async fn answer(self, code: &str) -> Result<SignInStep, AnswerFailed> {
        let code = code.to_owned();
        self.send(move |challenge| challenge.answer(&code)).await
    }
}

impl Pending<NewPasswordRequired> {
    /// Answers with the new password, and with at least those attributes that are required.
    pub async fn answer(
        self,
        new_password: &Password,
        attributes: &BTreeMap<String, String>,
    ) -> Result<SignInStep, AnswerFailed> {
        self.send(|challenge| challenge.answer(new_password, attributes))
            .await
    }
}

impl Pending<OtherChallenge> {
    /// Answers with these responses; `USERNAME`, `SECRET_HASH` and the session are added.
    pub async fn answer(self, responses: Parameters) -> Result<SignInStep, AnswerFailed> {
        self.send(|challenge| Ok(challenge.answer(responses))).await
    }
}

impl<C: Clone> Pending<C> {
    async fn send(
        self,
        answer: impl FnOnce(C) -> Result<(Waiting, Request), poolgate_flow::Failure>,
    ) -> Result<SignInStep, AnswerFailed> {
        let again = self.clone();
        let start = match answer(*self.challenge) {
            Ok(start) => start,
            Err(failure) => return Err(again.still_open(failure.error.into())),
        };
        match drive(&self.pool, start).await {
            // Nothing came back, so that the answer may never have arrived.
            Err(failed) if failed.challenge.is_none() && failed.error.is_retryable() => {
                Err(again.still_open(failed.error))
            }
            outcome => outcome,
        }
    }

    fn still_open(self, error: Error) -> AnswerFailed {
        AnswerFailed {
            error,
            challenge: Some(Box::new((self.wrap)(self))),
        }
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
