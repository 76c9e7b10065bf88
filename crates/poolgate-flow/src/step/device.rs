//! The proof of a remembered device, which no person sees (protocol.md 2.2).

use alloc::boxed::Box;

use rand_core::CryptoRng;

use super::{Expecting, Step, Waiting};
use crate::sign_in::Context;
use crate::{ChallengeName, Error, Failure, Parameters, Request, Response};

/// Answers `DEVICE_SRP_AUTH` with an A of its own.
pub(super) fn introduce(
    mut context: Context,
    response: Response,
    rng: &mut impl CryptoRng,
) -> Result<Step, Failure> {
    let name = ChallengeName::DeviceSrpAuth;
    // Asked again and again, the machine would never come back to a person.
    if core::mem::replace(&mut context.device_asked, true) {
        return Err(Error::UnexpectedChallenge(name).into());
    }
    let client = Box::new(poolgate_srp::Client::start(rng));
    let responses = Parameters::new().with("SRP_A", &client.public_value().to_hex());
    let request = context.respond(name, response.session, responses);
    let expecting = Expecting::DevicePasswordVerifier(client);
    let (waiting, request) = Waiting::for_reply_to(request, context, expecting);
    Ok(Step::Send(waiting, request))
}

/// Sends again what was sent, now that the service has said that it does not know the device.
pub(super) fn go_on_without(mut context: Context, expecting: Expecting, request: Request) -> Step {
    context.forgotten_device = context.device.take().map(|device| device.key);
    let request = request.without_device();
    let (waiting, request) = Waiting::for_reply_to(request, context, expecting);
    Step::Send(waiting, request)
}
