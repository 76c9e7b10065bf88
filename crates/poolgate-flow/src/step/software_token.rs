//! Setting up an authenticator app in the middle of a sign-in (protocol.md 3.3, `MFA_SETUP`).

use super::{Expecting, Step, Waiting};
use crate::challenge::{MfaSetup, SoftwareTokenSetup};
use crate::{Challenge, Error, Failure, Parameters, Response};

/// The secret has come: the user must enter it in the app.
pub(super) fn show_secret(setup: MfaSetup, response: Response) -> Result<Step, Failure> {
    let missing = |name| Error::MissingParameter {
        challenge: setup.pending.name.clone(),
        name,
    };
    let secret = response.secret_code.ok_or_else(|| missing("SecretCode"))?;
    let session = response.session.ok_or_else(|| missing("Session"))?;
    let setup = SoftwareTokenSetup::new(setup.pending.with_session(session), secret);
    Ok(Step::Challenge(Challenge::SoftwareTokenSetup(setup)))
}

/// The app has shown the right code: the challenge is answered with the session that says so.
pub(super) fn finish_setup(setup: SoftwareTokenSetup, response: Response) -> Result<Step, Failure> {
    if response.status.as_deref() != Some("SUCCESS") {
        let challenge = Challenge::SoftwareTokenSetup(setup);
        return Err(Failure::retry(Error::SoftwareTokenNotVerified, challenge));
    }
    let session = response.session.ok_or_else(|| Error::MissingParameter {
        challenge: setup.pending.name.clone(),
        name: "Session",
    })?;
    let pending = setup.pending.with_session(session);
    let request = pending.respond(Parameters::new());
    let (waiting, request) = Waiting::for_reply_to(request, pending.context, Expecting::Outcome);
    Ok(Step::Send(waiting, request))
}
