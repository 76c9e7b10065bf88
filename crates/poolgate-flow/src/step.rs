mod device;
mod proof;
mod software_token;

use alloc::boxed::Box;

use poolgate_srp::{Client, Timestamp};
use rand_core::CryptoRng;

use crate::challenge::{MfaSetup, SoftwareTokenSetup};
use crate::refresh::RefreshAttempt;
use crate::sign_in::Context;
use crate::{
    Challenge, ChallengeName, Error, Failure, Password, Reply, Request, Response, ServiceError,
    Tokens,
};

/// A request is on its way; its reply is the only thing that leads on.
#[derive(Debug)]
#[must_use = "the sign-in goes on when the reply is received"]
pub struct Waiting {
    context: Box<Context>,
    expecting: Expecting,
    /// What was sent in a device's name, to be sent without it if the service does not know it.
    sent_by_device: Option<Box<Request>>,
}

/// What the reply under way should hold.
#[derive(Debug)]
pub(crate) enum Expecting {
    /// The service's side of SRP.
    PasswordVerifier(Box<Client>, Password),
    /// The service's side of the device's SRP.
    DevicePasswordVerifier(Box<Client>),
    /// Whether the service takes the device's proof.
    DeviceOutcome,
    /// Tokens or any challenge.
    Outcome,
    /// The same, after an answer to this challenge, which a wrong answer leaves open.
    OutcomeOf(Box<Challenge>),
    /// The secret for an authenticator app.
    SoftwareTokenSecret(Box<MfaSetup>),
    /// Whether the authenticator app has shown the right code.
    SoftwareTokenVerified(Box<SoftwareTokenSetup>),
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
    pub(crate) fn for_reply_to(
        request: Request,
        context: Context,
        expecting: Expecting,
    ) -> (Self, Request) {
        let by_device = context.device.is_some();
        let waiting = Self {
            context: Box::new(context),
            expecting,
            sent_by_device: by_device.then(|| Box::new(request.clone())),
        };
        (waiting, request)
    }

    /// Takes the reply. `now` goes into the proof of SRP and is not kept; `rng` is drawn from
    /// when a remembered device must prove itself.
    ///
    /// # Errors
    ///
    /// The service's error, or what makes its answer unusable; with the challenge, if it is
    /// still open.
    pub fn receive(
        self,
        reply: Reply,
        now: Timestamp,
        rng: &mut impl CryptoRng,
    ) -> Result<Step, Failure> {
        let context = *self.context;
        match (self.expecting, reply) {
            (Expecting::Refreshed(attempt), reply) => attempt.receive(context, reply),
            (expecting, Err(error)) => refused(context, expecting, self.sent_by_device, error),
            (expecting, Ok(response)) => answered(context, expecting, response, now, rng),
        }
    }
}

fn refused(
    context: Context,
    expecting: Expecting,
    sent_by_device: Option<Box<Request>>,
    error: ServiceError,
) -> Result<Step, Failure> {
    match (expecting, sent_by_device) {
        (Expecting::DevicePasswordVerifier(_) | Expecting::DeviceOutcome, _) => {
            Err(Error::DeviceRefused(error).into())
        }
        (expecting, Some(request)) if error.is_unknown_device() => {
            Ok(device::go_on_without(context, expecting, *request))
        }
        (Expecting::OutcomeOf(challenge), _) if error.leaves_challenge_open() => {
            Err(Failure::retry(error.into(), *challenge))
        }
        (Expecting::SoftwareTokenVerified(setup), _) if error.leaves_challenge_open() => {
            let challenge = Challenge::SoftwareTokenSetup(*setup);
            Err(Failure::retry(error.into(), challenge))
        }
        _ => Err(error.into()),
    }
}

fn answered(
    context: Context,
    expecting: Expecting,
    response: Response,
    now: Timestamp,
    rng: &mut impl CryptoRng,
) -> Result<Step, Failure> {
    match expecting {
        Expecting::PasswordVerifier(client, password) => match response.challenge_name {
            Some(ChallengeName::PasswordVerifier) => {
                proof::of_password(context, *client, &password, response, now)
            }
            Some(_) => proceed(context, response, rng),
            None => Err(Error::UnprovenSignIn.into()),
        },
        Expecting::DevicePasswordVerifier(client) => {
            proof::of_device(context, *client, response, now)
        }
        Expecting::SoftwareTokenSecret(setup) => software_token::show_secret(*setup, response),
        Expecting::SoftwareTokenVerified(setup) => software_token::finish_setup(*setup, response),
        _ => proceed(context, response, rng),
    }
}

fn proceed(
    mut context: Context,
    response: Response,
    rng: &mut impl CryptoRng,
) -> Result<Step, Failure> {
    context.learn_user_id(&response);
    let name = response.challenge_name.clone();
    match (name, response.authentication_result.clone()) {
        (Some(ChallengeName::DeviceSrpAuth), _) if context.device.is_some() => {
            device::introduce(context, response, rng)
        }
        (
            Some(name @ (ChallengeName::PasswordVerifier | ChallengeName::DevicePasswordVerifier)),
            _,
        ) => Err(Error::UnexpectedChallenge(name).into()),
        (Some(name), _) => Ok(Step::Challenge(Challenge::from_response(
            context, name, response,
        )?)),
        (None, Some(result)) => {
            let mut tokens = Tokens::try_from(result)?;
            tokens.forgotten_device = context.forgotten_device;
            Ok(Step::SignedIn(tokens))
        }
        (None, None) => Err(Error::NoOutcome.into()),
    }
}
