use alloc::string::String;

use super::{Challenge, Pending};
use crate::{Error, Failure, Parameters, Request, Waiting};

/// A code of digits is asked for: from an SMS, an e-mail, or an authenticator app.
#[derive(Clone, Debug)]
pub struct OneTimeCode {
    pub(super) pending: Pending,
    response: &'static str,
}

impl OneTimeCode {
    pub(super) fn new(pending: Pending, response: &'static str) -> Self {
        Self { pending, response }
    }

    /// Where the code was sent, partly masked by the service: `+*******1234`, `t***@e***`.
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
        let challenge = Challenge::from(self.clone());
        match digits(code) {
            Err(error) => Err(Failure::retry(error, challenge)),
            Ok(digits) => {
                let responses = Parameters::new().with(self.response, &digits);
                Ok(self.pending.answer(responses, challenge))
            }
        }
    }
}

/// The digits of a code as a person types it.
pub(super) fn digits(code: &str) -> Result<String, Error> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.is_empty() || digits.len() > 16 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Error::CodeNotDigits);
    }
    Ok(digits)
}
