use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use rand_core::CryptoRng;

use super::{Challenge, Pending, password};
use crate::{ChallengeName, Error, Failure, FirstFactor, Parameters, Request, Waiting};

/// The user may choose what to show first (protocol.md 3.4).
#[derive(Clone, Debug)]
pub struct SelectChallenge {
    pub(super) pending: Pending,
}

impl SelectChallenge {
    pub(super) fn new(pending: Pending) -> Self {
        Self { pending }
    }

    /// What may be chosen.
    #[must_use]
    pub fn options(&self) -> &[ChallengeName] {
        &self.pending.available
    }

    /// Chooses. A password goes along in the same call; codes and passkeys are asked for by the
    /// challenge that follows.
    ///
    /// # Errors
    ///
    /// [`Error::NotOffered`], with the challenge.
    pub fn choose(
        self,
        factor: FirstFactor,
        rng: &mut impl CryptoRng,
    ) -> Result<(Waiting, Request), Failure> {
        let name = factor.challenge_name();
        let challenge = Challenge::from(self.clone());
        // A service that lists nothing leaves it to the user to know.
        if !self.options().is_empty() && !self.options().contains(&name) {
            let options = self.options().to_vec();
            return Err(Failure::retry(not_offered(&name, options), challenge));
        }
        let responses = Parameters::new().with("ANSWER", name.as_str());
        Ok(match factor {
            FirstFactor::PasswordSrp(secret) => {
                password::prove(self.pending, responses, secret, rng)
            }
            FirstFactor::Password(secret) => {
                let responses = responses.with("PASSWORD", secret.expose());
                self.pending.answer(responses, challenge)
            }
            _ => self.pending.answer(responses, challenge),
        })
    }
}

pub(super) fn not_offered(name: &ChallengeName, offered: Vec<ChallengeName>) -> Error {
    Error::NotOffered {
        name: name.as_str().to_owned(),
        offered,
    }
}

impl FirstFactor {
    /// The service's word for it.
    #[must_use]
    pub fn challenge_name(&self) -> ChallengeName {
        match self {
            Self::Password(_) => ChallengeName::Password,
            Self::PasswordSrp(_) => ChallengeName::PasswordSrp,
            Self::EmailOtp => ChallengeName::EmailOtp,
            Self::SmsOtp => ChallengeName::SmsOtp,
            Self::WebAuthn => ChallengeName::WebAuthn,
        }
    }
}
