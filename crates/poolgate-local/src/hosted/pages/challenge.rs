//! From one step of a sign-in to the page of the next.

use poolgate_flow::ServiceError;

use super::page::Page;
use super::step::{self, Step};
use super::{message, mfa_setup};
use crate::hosted::Answer;
use crate::hosted::authorization::concluded;
use crate::sign_in::browser::{Challenge, Demand, Progress};

/// The page that asks for it.
pub(super) const fn path(demand: &Demand) -> &'static str {
    match demand {
        Demand::Code { .. } => "/mfa",
        Demand::MfaChoice(_) => "/selectMfa",
        Demand::MfaSetup(_) => "/mfaSetup",
        Demand::NewPassword { .. } => "/changePassword",
    }
}

/// Leads the browser to the application, or to the next page.
pub(super) fn advance(page: &Page<'_, '_>, progress: Progress) -> Result<Answer, ServiceError> {
    match progress {
        Progress::SignedIn(user) => {
            let (context, visit) = (page.context, page.visit);
            let answer = concluded(context, visit, &page.authorization, user);
            Ok(step::end(page, answer))
        }
        Progress::Challenge(challenge) => match &challenge.demand {
            Demand::MfaSetup(factors) => {
                let offered = mfa_setup::offered(factors);
                match offered.as_slice() {
                    [] => Ok(message::no_second_factor(page)),
                    [only] => mfa_setup::begin(page, challenge, *only),
                    _ => Step::Challenge(challenge).redirect(page),
                }
            }
            _ => Step::Challenge(challenge).redirect(page),
        },
    }
}

/// The challenge that the page's step is about.
pub(super) fn current(page: &Page<'_, '_>) -> Option<Challenge> {
    match Step::of(page)? {
        Step::Challenge(challenge) => Some(challenge),
        _ => None,
    }
}
