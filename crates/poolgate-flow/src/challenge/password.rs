use alloc::boxed::Box;

use rand_core::CryptoRng;

use super::{Challenge, Pending};
use crate::step::Expecting;
use crate::{ChallengeName, Parameters, Password, Request, Waiting};

/// The password is asked for, in choice-based sign-in: itself (`PASSWORD`) or by SRP
/// (`PASSWORD_SRP`).
#[derive(Clone, Debug)]
pub struct PasswordChallenge {
    pub(super) pending: Pending,
}

impl PasswordChallenge {
    pub(super) fn new(pending: Pending) -> Self {
        Self { pending }
    }

    /// Answers in the way that is asked for.
    pub fn answer(self, password: Password, rng: &mut impl CryptoRng) -> (Waiting, Request) {
        if self.pending.name == ChallengeName::PasswordSrp {
            return prove(self.pending, Parameters::new(), password, rng);
        }
        let challenge = Challenge::from(self.clone());
        let responses = Parameters::new().with("PASSWORD", password.expose());
        self.pending.answer(responses, challenge)
    }
}

/// Answers with A, to prove the password when B has come.
pub(super) fn prove(
    pending: Pending,
    responses: Parameters,
    password: Password,
    rng: &mut impl CryptoRng,
) -> (Waiting, Request) {
    let client = Box::new(poolgate_srp::Client::start(rng));
    let responses = responses.with("SRP_A", &client.public_value().to_hex());
    pending.send(responses, Expecting::PasswordVerifier(client, password))
}
