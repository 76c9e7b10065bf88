use alloc::borrow::ToOwned;
use alloc::boxed::Box;

use super::Pending;
use super::one_time_code::digits;
use crate::step::Expecting;
use crate::{Failure, Request, SoftwareTokenSecret, VerifySoftwareToken, Waiting};

/// An authenticator app is being set up: it has to be given the secret, and to show a code.
#[derive(Clone, Debug)]
pub struct SoftwareTokenSetup {
    pub(crate) pending: Pending,
    secret: SoftwareTokenSecret,
}

impl SoftwareTokenSetup {
    pub(crate) fn new(pending: Pending, secret: SoftwareTokenSecret) -> Self {
        Self { pending, secret }
    }

    /// What the app computes its codes from. It never comes again.
    #[must_use]
    pub fn secret(&self) -> &SoftwareTokenSecret {
        &self.secret
    }

    /// Answers with the code that the app shows, and with a name for the app.
    ///
    /// # Errors
    ///
    /// [`Error::CodeNotDigits`](crate::Error::CodeNotDigits), with the challenge.
    pub fn answer(
        self,
        code: &str,
        friendly_device_name: Option<&str>,
    ) -> Result<(Waiting, Request), Failure> {
        let (code, session) = match (digits(code), self.pending.session.clone()) {
            (Ok(code), Some(session)) => (code, session),
            (Err(error), _) => {
                return Err(Failure::retry(error, self.into()));
            }
            (Ok(_), None) => return Err(crate::Error::NoOutcome.into()),
        };
        let request = Request::VerifySoftwareToken(VerifySoftwareToken {
            session,
            user_code: code,
            friendly_device_name: friendly_device_name.map(str::to_owned),
        });
        let context = self.pending.context.clone();
        let expecting = Expecting::SoftwareTokenVerified(Box::new(self));
        Ok(Waiting::for_reply_to(request, context, expecting))
    }
}
