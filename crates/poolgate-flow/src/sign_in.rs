mod context;

pub(crate) use context::Context;

use alloc::boxed::Box;

use rand_core::CryptoRng;

use crate::step::Expecting;
use crate::{
    AppClient, AuthFlow, CallerContext, Challenge, ChallengeSession, ClientMetadata, Device, Error,
    Parameters, Password, Request, Response, Username, Waiting,
};

/// A sign-in about to start: who, at which app client. A `with_…` method says how.
#[derive(Clone, Debug)]
pub struct SignIn {
    context: Context,
}

/// What a user shows first in choice-based sign-in (`USER_AUTH`, protocol.md 3.4).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum FirstFactor {
    /// The password itself, protected by TLS alone.
    Password(Password),
    /// The password proven by SRP and never sent.
    PasswordSrp(Password),
    /// A code by e-mail.
    EmailOtp,
    /// A code by SMS.
    SmsOtp,
    /// A passkey.
    WebAuthn,
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

    /// What the service may be told of where the user signs in from.
    #[must_use]
    pub fn caller_context(mut self, caller: CallerContext) -> Self {
        self.context.caller = caller;
        self
    }

    /// A device that the pool may remember; if it does, it asks for no second factor.
    #[must_use]
    pub fn device(mut self, device: Option<Device>) -> Self {
        self.context.device = device.map(Box::new);
        self
    }

    /// On the user's behalf (`AdminInitiateAuth`): each call is then to be signed with AWS
    /// credentials that may administer the pool.
    #[must_use]
    pub fn as_administrator(mut self) -> Self {
        self.context.administrator = true;
        self
    }

    /// By SRP (`USER_SRP_AUTH`): the password is proven and never sent.
    pub fn with_srp(self, password: Password, rng: &mut impl CryptoRng) -> (Waiting, Request) {
        self.begin_srp(AuthFlow::UserSrpAuth, Parameters::new(), password, rng)
    }

    /// With the password itself (`USER_PASSWORD_AUTH`, an administrator's
    /// `ADMIN_USER_PASSWORD_AUTH`), protected by TLS alone.
    pub fn with_password(self, password: &Password) -> (Waiting, Request) {
        let flow = if self.context.administrator {
            AuthFlow::AdminUserPasswordAuth
        } else {
            AuthFlow::UserPasswordAuth
        };
        let parameters = Parameters::new().with("PASSWORD", password.expose());
        self.begin(flow, parameters, None, Expecting::Outcome)
    }

    /// By challenges that the pool's Lambda triggers define (`CUSTOM_AUTH`).
    pub fn with_custom_challenges(self) -> (Waiting, Request) {
        let parameters = Parameters::new();
        self.begin(AuthFlow::CustomAuth, parameters, None, Expecting::Outcome)
    }

    /// By SRP first, and then by challenges that the pool's Lambda triggers define
    /// (`CUSTOM_AUTH` with `CHALLENGE_NAME=SRP_A`, protocol.md 3.5).
    pub fn with_srp_and_custom_challenges(
        self,
        password: Password,
        rng: &mut impl CryptoRng,
    ) -> (Waiting, Request) {
        let parameters = Parameters::new().with("CHALLENGE_NAME", "SRP_A");
        self.begin_srp(AuthFlow::CustomAuth, parameters, password, rng)
    }

    /// By a first factor of the user's choice (`USER_AUTH`). Without a preference, or where the
    /// preferred one is not to be had, [`Challenge::SelectChallenge`] asks.
    pub fn with_choice(
        self,
        preferred: Option<FirstFactor>,
        rng: &mut impl CryptoRng,
    ) -> (Waiting, Request) {
        let prefer = |name| Parameters::new().with("PREFERRED_CHALLENGE", name);
        let parameters = match preferred {
            None => Parameters::new(),
            Some(FirstFactor::Password(password)) => {
                prefer("PASSWORD").with("PASSWORD", password.expose())
            }
            Some(FirstFactor::PasswordSrp(password)) => {
                return self.begin_srp(AuthFlow::UserAuth, prefer("PASSWORD_SRP"), password, rng);
            }
            Some(FirstFactor::EmailOtp) => prefer("EMAIL_OTP"),
            Some(FirstFactor::SmsOtp) => prefer("SMS_OTP"),
            Some(FirstFactor::WebAuthn) => prefer("WEB_AUTHN"),
        };
        self.begin(AuthFlow::UserAuth, parameters, None, Expecting::Outcome)
    }

    /// By the session of the `ConfirmSignUp` or `SignUp` that has just confirmed the user: no
    /// factor is asked for (protocol.md 3.4).
    pub fn with_confirmed_sign_up(self, session: ChallengeSession) -> (Waiting, Request) {
        let parameters = Parameters::new();
        let flow = AuthFlow::UserAuth;
        self.begin(flow, parameters, Some(session), Expecting::Outcome)
    }

    /// Takes up a challenge that came to somebody else, such as a program that calls the service
    /// itself.
    ///
    /// # Errors
    ///
    /// [`Error::NoOutcome`] if there is no challenge in it, and what makes the challenge unusable.
    pub fn at_challenge(self, response: Response) -> Result<Challenge, Error> {
        let mut context = self.context;
        context.learn_user_id(&response);
        let name = response.challenge_name.clone().ok_or(Error::NoOutcome)?;
        Challenge::from_response(context, name, response)
    }

    fn begin_srp(
        self,
        flow: AuthFlow,
        parameters: Parameters,
        password: Password,
        rng: &mut impl CryptoRng,
    ) -> (Waiting, Request) {
        let client = Box::new(poolgate_srp::Client::start(rng));
        let parameters = parameters.with("SRP_A", &client.public_value().to_hex());
        let expecting = Expecting::PasswordVerifier(client, password);
        self.begin(flow, parameters, None, expecting)
    }

    fn begin(
        self,
        flow: AuthFlow,
        parameters: Parameters,
        session: Option<ChallengeSession>,
        expecting: Expecting,
    ) -> (Waiting, Request) {
        let request = self.context.initiate(flow, parameters, session);
        Waiting::for_reply_to(request, self.context, expecting)
    }
}
