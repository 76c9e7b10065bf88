//! `/selectMfa`: which of several second factors it shall be.

use super::challenge::{advance, current};
use super::complaint::Complaint;
use super::page::Page;
use super::texts::Texts;
use super::view::Choice;
use crate::hosted::Answer;
use crate::model::MfaFactor;
use crate::sign_in::browser::{Challenge, Demand};

/// What factors are chosen for.
pub(super) struct Question {
    /// Of the page and its form.
    pub(super) name: &'static str,
    pub(super) path: &'static str,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
}

pub(super) fn show(page: &Page<'_, '_>) -> Answer {
    match pending(page) {
        Some((_, factors)) => render(page, 200, &question(page), &factors, Vec::new()),
        None => page.expired(400),
    }
}

pub(super) fn submit(page: &Page<'_, '_>) -> Answer {
    let Some((challenge, factors)) = pending(page) else {
        return page.expired(400);
    };
    let Some(factor) = chosen(page, &factors) else {
        return render(
            page,
            400,
            &question(page),
            &factors,
            vec![choose_one(page, &factors)],
        );
    };
    let app = &page.authorization.app;
    challenge
        .answer(page.context, app, [("ANSWER", factor.as_str())])
        .and_then(|progress| advance(page, progress))
        .unwrap_or_else(|error| {
            page.complain(&error, [], |_, complaints| {
                render(page, 400, &question(page), &factors, complaints)
            })
        })
}

/// The factor that the form names, if it is one of these.
pub(super) fn chosen(page: &Page<'_, '_>, factors: &[MfaFactor]) -> Option<MfaFactor> {
    let factor = MfaFactor::named(page.given("factor")?)?;
    factors.contains(&factor).then_some(factor)
}

pub(super) fn choose_one(page: &Page<'_, '_>, factors: &[MfaFactor]) -> Complaint {
    let first = factors.first().map_or("", |factor| factor.as_str());
    Complaint::about(&format!("factor-{first}"), page.frame.texts().choose_one)
}

/// What to choose from, as the form has it.
fn options(factors: &[MfaFactor], texts: &'static Texts) -> Vec<(&'static str, &'static str)> {
    let label = |factor: &MfaFactor| match factor {
        MfaFactor::EmailOtp => texts.factor_email,
        MfaFactor::SmsMfa => texts.factor_sms,
        MfaFactor::SoftwareTokenMfa => texts.factor_totp,
    };
    let option = |factor: &MfaFactor| (factor.as_str(), label(factor));
    factors.iter().map(option).collect()
}

fn question(page: &Page<'_, '_>) -> Question {
    let texts = page.frame.texts();
    Question {
        name: "mfa-choice",
        path: "/selectMfa",
        title: texts.mfa_title,
        text: texts.mfa_choice_question,
    }
}

fn pending(page: &Page<'_, '_>) -> Option<(Challenge, Vec<MfaFactor>)> {
    let challenge = current(page)?;
    match &challenge.demand {
        Demand::MfaChoice(factors) => Some((challenge.clone(), factors.clone())),
        _ => None,
    }
}

/// The page with a question that factors answer.
pub(super) fn render(
    page: &Page<'_, '_>,
    status: u16,
    question: &Question,
    factors: &[MfaFactor],
    complaints: Vec<Complaint>,
) -> Answer {
    let Question {
        name, path, title, ..
    } = *question;
    let view = Choice {
        frame: &page.frame,
        name,
        title,
        form: page.form(name, page.action(path), [], complaints),
        question: question.text,
        options: options(factors, page.frame.texts()),
        start_again: page.link("/login"),
    };
    page.render(status, &view)
}
