//! `/mfa`: the code of a second factor.

use super::challenge::{advance, current};
use super::complaint::Complaint;
use super::form::Field;
use super::page::Page;
use super::view::{FormPage, Link};
use crate::hosted::Answer;
use crate::model::MfaFactor;
use crate::sign_in::browser::{Challenge, Demand};

pub(super) fn show(page: &Page<'_, '_>) -> Answer {
    match current(page) {
        Some(challenge) => render(page, 200, &challenge, Vec::new()),
        None => page.expired(400),
    }
}

pub(super) fn submit(page: &Page<'_, '_>) -> Answer {
    let Some(challenge) = current(page) else {
        return page.expired(400);
    };
    let Demand::Code { factor, .. } = challenge.demand else {
        return page.expired(400);
    };
    let fields = fields(page);
    let missing = page.missing(&fields);
    if !missing.is_empty() {
        return render(page, 400, &challenge, missing);
    }
    let code = page.code();
    let response = match factor {
        MfaFactor::EmailOtp => "EMAIL_OTP_CODE",
        MfaFactor::SmsMfa => "SMS_MFA_CODE",
        MfaFactor::SoftwareTokenMfa => "SOFTWARE_TOKEN_MFA_CODE",
    };
    let app = &page.authorization.app;
    challenge
        .answer(page.context, app, [(response, code.as_str())])
        .and_then(|progress| advance(page, progress))
        .unwrap_or_else(|error| {
            page.complain(&error, fields, |_, complaints| {
                render(page, 400, &challenge, complaints)
            })
        })
}

fn fields(page: &Page<'_, '_>) -> [Field; 1] {
    [Field::code(page.frame.texts().code)]
}

fn render(
    page: &Page<'_, '_>,
    status: u16,
    challenge: &Challenge,
    complaints: Vec<Complaint>,
) -> Answer {
    let texts = page.frame.texts();
    let (lead, question) = match &challenge.demand {
        Demand::Code {
            factor: MfaFactor::SoftwareTokenMfa,
            source,
        } => {
            let app = source.as_deref();
            let named = app.map(|app| texts.mfa_app_named.replace("{}", app));
            (named.unwrap_or_else(|| texts.mfa_app.to_owned()), None)
        }
        Demand::Code { source, .. } => {
            let destination = source.as_deref().unwrap_or_default();
            let lead = texts.code_sent_to.replace("{}", destination);
            (lead, Some(texts.not_received))
        }
        _ => return page.expired(400),
    };
    let form = page.form("mfa-code", page.action("/mfa"), fields(page), complaints);
    let view = FormPage {
        lead: Some(lead),
        aside: Some(Link {
            question,
            ..page.start_again()
        }),
        ..FormPage::of(&page.frame, texts.mfa_code_title, form, texts.go_on)
    };
    page.render(status, &view)
}
