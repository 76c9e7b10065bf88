//! `/mfaSetup`: the first second factor of a user in a pool that requires one (protocol.md 3.3).

mod email;
mod software_token;

use poolgate_flow::ServiceError;

use super::mfa_choice::{Question, choose_one, chosen, render};
use super::page::Page;
use super::step::Step;
use crate::hosted::Answer;
use crate::model::MfaFactor;
use crate::sign_in::browser::{Challenge, Demand};

/// The factors that somebody can set up here. A phone number is an administrator's to give.
pub(super) fn offered(factors: &[MfaFactor]) -> Vec<MfaFactor> {
    let can_be = |factor: &&MfaFactor| **factor != MfaFactor::SmsMfa;
    factors.iter().filter(can_be).copied().collect()
}

/// Begins with this one.
pub(super) fn begin(
    page: &Page<'_, '_>,
    challenge: Challenge,
    factor: MfaFactor,
) -> Result<Answer, ServiceError> {
    match factor {
        MfaFactor::SoftwareTokenMfa => software_token::begin(page, &challenge),
        factor => Step::Challenge(Challenge {
            demand: Demand::MfaSetup(vec![factor]),
            ..challenge
        })
        .redirect(page),
    }
}

pub(super) fn show(page: &Page<'_, '_>) -> Answer {
    match Situation::of(page) {
        Some(Situation::Choice(_, factors)) => {
            render(page, 200, &question(page), &factors, Vec::new())
        }
        Some(Situation::Email(_)) => email::show(page),
        Some(Situation::SoftwareToken(setup)) => software_token::show(page, &setup),
        None => page.expired(400),
    }
}

pub(super) fn submit(page: &Page<'_, '_>) -> Answer {
    match Situation::of(page) {
        Some(Situation::Choice(challenge, factors)) => choose(page, challenge, &factors),
        Some(Situation::Email(challenge)) => email::submit(page, &challenge),
        Some(Situation::SoftwareToken(setup)) => software_token::submit(page, &setup),
        None => page.expired(400),
    }
}

/// How far the set-up has come.
enum Situation {
    Choice(Challenge, Vec<MfaFactor>),
    Email(Challenge),
    SoftwareToken(software_token::Setup),
}

impl Situation {
    fn of(page: &Page<'_, '_>) -> Option<Self> {
        let challenge = match Step::of(page)? {
            Step::Challenge(challenge) => challenge,
            Step::SoftwareToken { challenge, secret } => {
                let setup = software_token::Setup { challenge, secret };
                return Some(Self::SoftwareToken(setup));
            }
            _ => return None,
        };
        let Demand::MfaSetup(factors) = &challenge.demand else {
            return None;
        };
        match offered(factors).as_slice() {
            [MfaFactor::EmailOtp] => Some(Self::Email(challenge)),
            factors => Some(Self::Choice(challenge.clone(), factors.to_vec())),
        }
    }
}

fn choose(page: &Page<'_, '_>, challenge: Challenge, factors: &[MfaFactor]) -> Answer {
    let Some(factor) = chosen(page, factors) else {
        return render(
            page,
            400,
            &question(page),
            factors,
            vec![choose_one(page, factors)],
        );
    };
    begin(page, challenge, factor).unwrap_or_else(|error| {
        page.complain(&error, [], |_, complaints| {
            render(page, 400, &question(page), factors, complaints)
        })
    })
}

fn question(page: &Page<'_, '_>) -> Question {
    let texts = page.frame.texts();
    Question {
        name: "mfa-setup-choice",
        path: "/mfaSetup",
        title: texts.mfa_setup_title,
        text: texts.mfa_setup_question,
    }
}
