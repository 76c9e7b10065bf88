//! `/forgotPassword`: a code for whoever forgot the password.

use poolgate_flow::ServiceError;
use serde_json::json;

use super::complaint::Complaint;
use super::form::Field;
use super::identity_fields;
use super::page::Page;
use super::step::Step;
use super::view::FormPage;
use crate::constraints::{self, Service};
use crate::hosted::Answer;
use crate::users::recovery::request_code;

pub(super) fn show(page: &Page<'_, '_>) -> Answer {
    render(page, 200, fields(page), Vec::new())
}

pub(super) fn submit(page: &Page<'_, '_>) -> Answer {
    let fields = fields(page);
    let missing = page.missing(&fields);
    if !missing.is_empty() {
        return render(page, 400, fields, missing);
    }
    send(page).unwrap_or_else(|error| {
        page.complain(&error, fields, |fields, complaints| {
            render(page, 400, fields, complaints)
        })
    })
}

fn send(page: &Page<'_, '_>) -> Result<Answer, ServiceError> {
    let app = &page.authorization.app;
    let username = page.given("username").unwrap_or_default();
    let wire = json!({ "ClientId": app.client.id, "Username": username });
    constraints::check(Service::CognitoIdp, "ForgotPassword", &wire)?;
    let details = request_code(page.context, app, username)?;
    Step::PasswordReset {
        username: username.to_owned(),
        destination: Some(details.destination().to_owned()),
    }
    .redirect(page)
}

fn fields(page: &Page<'_, '_>) -> Vec<Field> {
    let username = identity_fields::sign_in_name(&page.authorization.app.pool, page.frame.texts());
    let hint = page.authorization.login_hint.as_deref();
    let value = page.given("username").or(hint).unwrap_or_default();
    vec![username.with_value(value)]
}

fn render(
    page: &Page<'_, '_>,
    status: u16,
    fields: Vec<Field>,
    complaints: Vec<Complaint>,
) -> Answer {
    let texts = page.frame.texts();
    let action = page.link("/forgotPassword");
    let form = page.form("forgot-password", action, fields, complaints);
    let view = FormPage {
        lead: Some(texts.forgot_lead.to_owned()),
        aside: Some(page.back_to_sign_in()),
        ..FormPage::of(
            &page.frame,
            texts.forgot_password,
            form,
            texts.forgot_button,
        )
    };
    page.render(status, &view)
}
