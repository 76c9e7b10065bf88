use super::{Challenge, Pending};
use crate::{ChallengeName, Error, Failure, Parameters, Request, Waiting};

/// A code of digits is asked for, from an SMS or from an authenticator app.
#[derive(Clone, Debug)]
pub struct MfaCode {
    pub(super) pending: Pending,
    response: &'static str,
}

impl MfaCode {
    pub(super) fn new(pending: Pending, response: &'static str) -> Self {
        Self { pending, response }
    }

    /// Where the code was sent, partly masked by the service: `+*******1234`.
    #[must_use]
    pub fn destination(&self) -> Option<&str> {
        self.pending.parameter("CODE_DELIVERY_DESTINATION")
    }

    /// The name under which the user registered the authenticator app.
    #[must_use]
    pub fn friendly_device_name(&self) -> Option<&str> {
        self.pending
            .parameter("FRIENDLY_DEVICE_NAME")
            .filter(|name| !name.is_empty())
    }

    /// Answers with the code; blanks within it do not count.
    ///
    /// # Errors
    ///
    /// [`Error::CodeNotDigits`], with the challenge: a guess that cannot be right is not sent,
    /// since wrong codes count towards the user's lock-out.
    pub fn answer(self, code: &str) -> Result<(Waiting, Request), Failure> {
        let digits: alloc::string::String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let challenge = self.clone().into_challenge();
        if digits.is_empty() || digits.len() > 16 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Failure::retry(Error::CodeNotDigits, challenge));
        }
        Ok(self
            .pending
            .answer(Parameters::new().with(self.response, &digits), challenge))
    }

    fn into_challenge(self) -> Challenge {
        match self.pending.name {
            ChallengeName::SmsMfa => Challenge::SmsMfa(self),
            _ => Challenge::SoftwareTokenMfa(self),
        }
    }
}
