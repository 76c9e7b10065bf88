mod context;
mod password_verifier;

pub(crate) use context::Context;

use alloc::boxed::Box;

use poolgate_srp::Timestamp;
use rand_core::CryptoRng;

use crate::refresh::RefreshAttempt;
use crate::{
    AppClient, AuthFlow, Challenge, ChallengeName, ClientMetadata, Error, Failure, Parameters,
    Password, Reply, Request, Response, Tokens, Username,
};

/// A sign-in about to start: who, at which app client. A `with_…` method says how.
#[derive(Clone, Debug)]
pub struct SignIn {
    context: Context,
}

impl SignIn {
    /// This user, at this app client.
    #[must_use]
    pub fn new(app: AppClient, username: Username) -> Self {
        Self {
            context: Context::new(app, username),
        }
    }

    /// Values for the pool's Lambda triggers, sent with each call of this sign-in.
    #[must_use]
    pub fn client_metadata(mut self, metadata: ClientMetadata) -> Self {
        self.context.client_metadata = metadata;
        self
    }

    /// By SRP (`USER_SRP_AUTH`): the password is proven and never sent.
    pub fn with_srp(self, password: Password, rng: &mut impl CryptoRng) -> (Waiting, Request) {
        let client = poolgate_srp::Client::start(rng);
        let parameters = Parameters::new().with("SRP_A", &client.public_value().to_hex());
        let request = self.context.initiate(AuthFlow::UserSrpAuth, parameters);
        let expecting = Expecting::PasswordVerifier(Box::new(client), password);
        (
            Waiting {
                context: self.context,
                expecting,
            },
            request,
        )
    }

    /// With the password itself (`USER_PASSWORD_AUTH`), protected by TLS alone.
    pub fn with_password(self, password: &Password) -> (Waiting, Request) {
        let parameters = Parameters::new().with("PASSWORD", password.expose());
        let request = self
            .context
            .initiate(AuthFlow::UserPasswordAuth, parameters);
        (
            Waiting {
                context: self.context,
                expecting: Expecting::Outcome,
            },
            request,
        )
    }
}

/// A request is on its way; its reply is the only thing that leads on.
#[derive(Debug)]
#[must_use = "the sign-in goes on when the reply is received"]
pub struct Waiting {
    pub(crate) context: Context,
    pub(crate) expecting: Expecting,
}

/// What the reply under way should hold.
#[derive(Debug)]
pub(crate) enum Expecting {
    /// The service's side of SRP.
    PasswordVerifier(Box<poolgate_srp::Client>, Password),
    /// Tokens or any challenge.
    Outcome,
    /// The same, after an answer to this challenge, which a wrong answer leaves open.
    OutcomeOf(Box<Challenge>),
    /// Fresh tokens and nothing else.
    Refreshed(RefreshAttempt),
}

/// Where a reply has led.
#[derive(Debug)]
#[non_exhaustive]
pub enum Step {
    /// One more request to send: no human is needed.
    Send(Waiting, Request),
    /// The user, or the caller, must answer.
    Challenge(Challenge),
    /// Done.
    SignedIn(Tokens),
}

impl Waiting {
    /// Takes the reply. `now` goes into the proof of SRP and is not kept.
    ///
    /// # Errors
    ///
    /// The service's error, or what makes its answer unusable; with the challenge, if it is
    /// still open.
    pub fn receive(self, reply: Reply, now: Timestamp) -> Result<Step, Failure> {
        let Self { context, expecting } = self;
        match (expecting, reply) {
            (Expecting::Refreshed(attempt), reply) => attempt.receive(context, reply),
            (Expecting::OutcomeOf(challenge), Err(error)) if error.leaves_challenge_open() => {
                Err(Failure::retry(error.into(), *challenge))
            }
            (_, Err(error)) => Err(error.into()),
            (Expecting::PasswordVerifier(client, password), Ok(response)) => {
                prove_password(context, *client, &password, response, now)
            }
            (_, Ok(response)) => proceed(context, response),
        }
    }
}

fn prove_password(
    mut context: Context,
    client: poolgate_srp::Client,
    password: &Password,
    response: Response,
    now: Timestamp,
) -> Result<Step, Failure> {
    match response.challenge_name {
        Some(ChallengeName::PasswordVerifier) => {
            context.learn_user_id(&response);
            let responses = password_verifier::prove(&context, client, password, &response, now)?;
            let request =
                context.respond(ChallengeName::PasswordVerifier, response.session, responses);
            Ok(Step::Send(
                Waiting {
                    context,
                    expecting: Expecting::Outcome,
                },
                request,
            ))
        }
        Some(_) => proceed(context, response),
        None => Err(Error::UnprovenSignIn.into()),
    }
}

fn proceed(mut context: Context, response: Response) -> Result<Step, Failure> {
    context.learn_user_id(&response);
    match (
        response.challenge_name.clone(),
        response.authentication_result.clone(),
    ) {
        (Some(name @ ChallengeName::PasswordVerifier), _) => {
            Err(Error::UnexpectedChallenge(name).into())
        }
        (Some(name), _) => Ok(Step::Challenge(Challenge::from_response(
            context, name, response,
        )?)),
        (None, Some(result)) => Ok(Step::SignedIn(Tokens::try_from(result)?)),
        (None, None) => Err(Error::NoOutcome.into()),
    }
}
