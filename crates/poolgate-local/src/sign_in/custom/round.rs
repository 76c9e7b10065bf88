//! One decision of the functions, and what follows from it.

use poolgate_flow::{ErrorCode, ServiceError};

use crate::core::Context;
use crate::error::{incorrect_username_or_password, invalid_parameter};
use crate::sign_in::attempt::{Attempt, Flow};
use crate::sign_in::candidate::Candidate;
use crate::sign_in::session::{Session, Step};
use crate::sign_in::{AuthResponse, Entrance, conclusion, srp};
use crate::triggers::{
    self, ChallengeResult, CreateAuthChallenge, Creation, DefineAuthChallenge, Trigger,
};

/// Characters of a `Session` that a client can send back (protocol.md 3.2). It carries the results
/// and the private parameters, so that this bounds the rounds of an authentication too.
const LONGEST_SESSION: usize = 4096;

/// Where the functions are asked.
pub(super) struct Round<'a, 'c> {
    pub(super) context: &'a Context<'c>,
    pub(super) entrance: &'a Entrance,
    pub(super) candidate: Candidate,
}

/// What the functions are asked after.
#[derive(Clone, Copy, Debug)]
pub(super) enum Origin<'a> {
    /// The first call, with the `SRP_A` of a client that would prove its password.
    InitiateAuth { client_value: Option<&'a str> },
    /// An answer to a challenge.
    Answer,
}

impl Round<'_, '_> {
    /// Asks what comes next, and does it.
    pub(super) fn next(
        self,
        attempt: Attempt,
        origin: Origin<'_>,
    ) -> Result<AuthResponse, ServiceError> {
        let results = results(&attempt);
        let definition = self.call(
            &attempt,
            &DefineAuthChallenge {
                session: results,
                client_metadata: self.entrance.client_metadata.as_ref(),
            },
        )?;
        if definition.fail_authentication == Some(true) {
            return Err(incorrect_username_or_password());
        }
        if definition.issue_tokens == Some(true) {
            return self.pass(attempt);
        }
        match (definition.challenge_name.as_deref(), origin) {
            (Some("CUSTOM_CHALLENGE"), _) => self.challenge(attempt, origin),
            (
                Some("PASSWORD_VERIFIER"),
                Origin::InitiateAuth {
                    client_value: Some(client_value),
                },
            ) => {
                let step = Some(Step::PasswordVerifier);
                srp::challenge(self.context, self.entrance, attempt, client_value, step)
            }
            _ => Err(triggers::unrecognizable_output()),
        }
    }

    /// Calls one of the functions about this candidate.
    pub(super) fn call<T: Trigger>(
        &self,
        attempt: &Attempt,
        asked: &T,
    ) -> Result<T::Response, ServiceError> {
        let app = &self.entrance.app;
        let function = triggers::function::<T>(&app.pool).ok_or_else(|| {
            invalid_parameter("Custom auth lambda trigger is not configured for the user pool.")
        })?;
        let whom = self.candidate.whom(self.entrance, &attempt.username);
        triggers::call(self.context, app, function, &whom, asked)
    }

    /// Has a challenge made and gives its public part to the client.
    fn challenge(
        &self,
        attempt: Attempt,
        origin: Origin<'_>,
    ) -> Result<AuthResponse, ServiceError> {
        let creation = self.call(
            &attempt,
            &CreateAuthChallenge {
                challenge_name: "CUSTOM_CHALLENGE",
                session: results(&attempt),
                client_metadata: self.entrance.client_metadata.as_ref(),
            },
        )?;
        let Creation {
            public_challenge_parameters: public,
            private_challenge_parameters: private,
            challenge_metadata: metadata,
        } = creation;
        let mut parameters = public.unwrap_or_default();
        if let Origin::InitiateAuth { .. } = origin {
            // Later challenges were recorded without (protocol.md 3.3).
            let username = self.candidate.username(self.entrance, &attempt.username);
            parameters.insert("USERNAME".to_owned(), username.to_owned());
        }
        let step = Step::Custom {
            private: private.unwrap_or_default(),
            metadata,
        };
        let session = self.session(attempt, step)?;
        Ok(AuthResponse::challenge(
            "CUSTOM_CHALLENGE",
            Some(session),
            parameters,
        ))
    }

    fn session(&self, attempt: Attempt, step: Step) -> Result<String, ServiceError> {
        let sub = self.candidate.sub();
        let session = Session::new(self.context, self.entrance, attempt, sub, step);
        let sealed = session.seal(self.context)?;
        if sealed.len() > LONGEST_SESSION {
            let message = format!(
                "The results and the private parameters of the custom authentication make a \
                 session of {} characters, and no client can send more than {LONGEST_SESSION}",
                sealed.len()
            );
            return Err(ServiceError::new(ErrorCode::InvalidLambdaResponse, message));
        }
        Ok(sealed)
    }

    /// The functions are content, which brings nobody in who does not exist.
    fn pass(self, attempt: Attempt) -> Result<AuthResponse, ServiceError> {
        let Candidate::User(user) = self.candidate else {
            return Err(incorrect_username_or_password());
        };
        let second_factor_due = is_second_factor_due(results(&attempt));
        let attempt = Attempt {
            flow: Flow::CustomPassed { second_factor_due },
            ..attempt
        };
        conclusion::custom_passed(self.context, self.entrance, attempt, &user)
    }
}

/// It comes with the password, unless a device was to stand in for it at the end.
fn is_second_factor_due(results: &[ChallengeResult]) -> bool {
    let own = results
        .iter()
        .rev()
        .find(|result| result.name != "CUSTOM_CHALLENGE");
    own.is_some_and(|result| result.name == "PASSWORD_VERIFIER")
}

fn results(attempt: &Attempt) -> &[ChallengeResult] {
    match &attempt.flow {
        Flow::Custom(results) => results,
        Flow::Password | Flow::CustomPassed { .. } => &[],
    }
}
