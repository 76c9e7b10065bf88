//! An e-mail address that gets a code at each sign-in.

use crate::hosted::Answer;
use crate::hosted::pages::challenge::advance;
use crate::hosted::pages::complaint::Complaint;
use crate::hosted::pages::form::Field;
use crate::hosted::pages::page::Page;
use crate::hosted::pages::view::FormPage;
use crate::sign_in::browser::Challenge;

pub(super) fn show(page: &Page<'_, '_>) -> Answer {
    render(page, 200, fields(page), Vec::new())
}

pub(super) fn submit(page: &Page<'_, '_>, challenge: &Challenge) -> Answer {
    let fields = fields(page);
    let missing = page.missing(&fields);
    if !missing.is_empty() {
        return render(page, 400, fields, missing);
    }
    let address = page.given("email").unwrap_or_default();
    let app = &page.authorization.app;
    challenge
        .answer(page.context, app, [("EMAIL", address)])
        .and_then(|progress| advance(page, progress))
        .unwrap_or_else(|error| {
            page.complain(&error, fields, |fields, complaints| {
                render(page, 400, fields, complaints)
            })
        })
}

fn fields(page: &Page<'_, '_>) -> Vec<Field> {
    let field = Field {
        kind: "email",
        ..Field::text("email", page.frame.texts().name_email, "email")
    };
    vec![field.with_value(page.given("email").unwrap_or_default())]
}

fn render(
    page: &Page<'_, '_>,
    status: u16,
    fields: Vec<Field>,
    complaints: Vec<Complaint>,
) -> Answer {
    let texts = page.frame.texts();
    let form = page.form("email-setup", page.action("/mfaSetup"), fields, complaints);
    let title = texts.email_setup_title;
    let view = FormPage {
        lead: Some(texts.email_setup_lead.to_owned()),
        aside: Some(page.start_again()),
        ..FormPage::of(&page.frame, title, form, texts.email_setup_button)
    };
    page.render(status, &view)
}
