//! Signing in on the pages of a pool's domain: the same steps as through the API, without the tokens.
//!
//! ```text
//!   begin ──► new password, second factor, its choice or its set-up: answer ──► signed in
//! ```

use std::sync::Arc;

use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::attempt::{Attempt, Flow};
use super::conclusion::{Proof, first_factor_proven};
use super::session::invalid;
use super::{AuthResponse, Entrance, Parameters, Side, mfa, password, respond};
use crate::app_clients::AppClient;
use crate::core::Context;
use crate::error::{internal, user_not_found};
use crate::model::{MfaFactor, TotpSecret, User};
use crate::users::software_token::Proof as SoftwareTokenProof;

/// Where a sign-in stands.
pub(crate) enum Progress {
    Challenge(Challenge),
    /// Every factor was passed.
    SignedIn(Arc<User>),
}

/// What is asked next, and what to answer it with.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Challenge {
    pub(crate) demand: Demand,
    pub(crate) username: String,
    pub(crate) session: String,
}

/// What is asked.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum Demand {
    /// The code that was sent to this address, which is masked, or that this app shows.
    Code {
        factor: MfaFactor,
        source: Option<String>,
    },
    /// One of several second factors.
    MfaChoice(Vec<MfaFactor>),
    /// A second factor to set up, one of these.
    MfaSetup(Vec<MfaFactor>),
    /// A password, and these attributes.
    NewPassword { attributes: Vec<String> },
}

/// Begins with a password.
pub(crate) fn begin(
    context: &Context<'_>,
    app: &AppClient,
    username: &str,
    given: &str,
) -> Result<Progress, ServiceError> {
    let parameters = Parameters::from_iter([("PASSWORD", given)]);
    let entrance = entrance(app);
    Progress::of(password::sign_in(
        context,
        &entrance,
        username,
        &parameters,
    )?)
}

/// Goes on with a user who has proven the password a moment ago, in this browser: by choosing it
/// or by giving it before the sign-up was confirmed.
pub(crate) fn resume(
    context: &Context<'_>,
    app: &AppClient,
    sub: &str,
) -> Result<Progress, ServiceError> {
    let key = User::key_of(&app.pool.id, sub);
    let user = context.read(|state| state.get::<User>(&key));
    let user = user.ok_or_else(user_not_found)?;
    let attempt = Attempt::begin(Flow::Password, &user.username, &Parameters::default());
    let proof = Proof {
        user,
        attempt,
        spend: None,
    };
    Progress::of(first_factor_proven(context, &entrance(app), proof)?)
}

impl Challenge {
    /// Goes on with the answer, whose members are those of `RespondToAuthChallenge`.
    pub(crate) fn answer<'p>(
        &'p self,
        context: &Context<'_>,
        app: &AppClient,
        responses: impl IntoIterator<Item = (&'p str, &'p str)>,
    ) -> Result<Progress, ServiceError> {
        let named = [("USERNAME", self.username.as_str())];
        let responses = named.into_iter().chain(responses).collect();
        let (name, session) = (self.demand.challenge_name(), Some(self.session.as_str()));
        Progress::of(respond(context, &entrance(app), name, session, &responses)?)
    }

    /// Begins the set-up of an authenticator app with this secret.
    pub(crate) fn associate_software_token(
        &self,
        context: &Context<'_>,
        secret: TotpSecret,
    ) -> Result<Self, ServiceError> {
        let session = mfa::associate_software_token(context, &self.session, secret)?;
        Ok(Self {
            session,
            ..self.clone()
        })
    }

    /// Ends the set-up with the first code that the app shows.
    pub(crate) fn verify_software_token(
        &self,
        context: &Context<'_>,
        app: &AppClient,
        code: &str,
    ) -> Result<Progress, ServiceError> {
        let proof = SoftwareTokenProof {
            code: code.to_owned(),
            friendly_device_name: None,
        };
        let session = mfa::verify_software_token(context, &self.session, proof)?;
        let verified = Self {
            session,
            ..self.clone()
        };
        verified.answer(context, app, [])
    }
}

impl Demand {
    const fn challenge_name(&self) -> &'static str {
        match self {
            Self::Code { factor, .. } => factor.as_str(),
            Self::MfaChoice(_) => "SELECT_MFA_TYPE",
            Self::MfaSetup(_) => "MFA_SETUP",
            Self::NewPassword { .. } => "NEW_PASSWORD_REQUIRED",
        }
    }

    /// What a challenge of the API demands. A sign-in that begins with a password and names no device
    /// meets no other.
    fn of(response: &AuthResponse) -> Result<Self, ServiceError> {
        let name = response.challenge_name.unwrap_or_default();
        let parameter = |name: &str| response.challenge_parameters.get(name);
        Ok(match name {
            "NEW_PASSWORD_REQUIRED" => {
                let names: Vec<String> = list(parameter("requiredAttributes"))?;
                let bare = |name: String| name.replacen("userAttributes.", "", 1);
                let attributes = names.into_iter().map(bare).collect();
                Self::NewPassword { attributes }
            }
            "SELECT_MFA_TYPE" => Self::MfaChoice(list(parameter("MFAS_CAN_CHOOSE"))?),
            "MFA_SETUP" => Self::MfaSetup(list(parameter("MFAS_CAN_SETUP"))?),
            name => {
                let factor = MfaFactor::named(name).ok_or_else(invalid)?;
                let source = match factor {
                    MfaFactor::SoftwareTokenMfa => parameter("FRIENDLY_DEVICE_NAME"),
                    MfaFactor::EmailOtp | MfaFactor::SmsMfa => {
                        parameter("CODE_DELIVERY_DESTINATION")
                    }
                };
                let source = source.cloned();
                Self::Code { factor, source }
            }
        })
    }
}

impl Progress {
    fn of(response: AuthResponse) -> Result<Self, ServiceError> {
        if let Some(user) = response.signed_in {
            return Ok(Self::SignedIn(user));
        }
        let username = response.challenge_parameters.get("USER_ID_FOR_SRP");
        Ok(Self::Challenge(Challenge {
            demand: Demand::of(&response)?,
            username: username.cloned().ok_or_else(invalid)?,
            session: response.session.ok_or_else(invalid)?,
        }))
    }
}

fn entrance(app: &AppClient) -> Entrance {
    Entrance {
        app: app.clone(),
        side: Side::Browser,
        client_metadata: None,
    }
}

/// Lists travel as JSON in a string (protocol.md 3.3).
fn list<T: for<'d> Deserialize<'d>>(text: Option<&String>) -> Result<Vec<T>, ServiceError> {
    let text = text.map_or("[]", String::as_str);
    serde_json::from_str(text).map_err(internal)
}
