//! `/confirmForgotPassword`: the code comes back with a new password.

use poolgate_flow::ServiceError;
use serde_json::json;

use super::complaint::Complaint;
use super::form::{Field, Form};
use super::page::Page;
use super::step::{self, Deed, Step};
use super::view::{FormPage, Link};
use super::{identity_fields, new_password_fields};
use crate::constraints::{self, Service};
use crate::hosted::Answer;
use crate::users::recovery::reset_password;

pub(super) fn show(page: &Page<'_, '_>) -> Answer {
    if step::is_over(page) {
        return page.expired(400);
    }
    let (username, destination) = pending(page);
    render(page, 200, username.as_deref(), destination, Vec::new())
}

pub(super) fn submit(page: &Page<'_, '_>) -> Answer {
    let username = page.given("username");
    let destination = pending(page).1;
    let fields = fields(page, None);
    let mut complaints = page.missing(&fields);
    if complaints.is_empty() {
        complaints.extend(new_password_fields::compare(page));
    }
    if !complaints.is_empty() {
        return render(page, 400, username, destination, complaints);
    }
    reset(page).unwrap_or_else(|error| {
        page.complain(&error, fields, |_, complaints| {
            render(page, 400, username, destination, complaints)
        })
    })
}

fn reset(page: &Page<'_, '_>) -> Result<Answer, ServiceError> {
    let app = &page.authorization.app;
    let username = page.given("username").unwrap_or_default();
    let password = new_password_fields::given(page)?;
    let code = page.code();
    let wire = json!({
        "ClientId": app.client.id, "Username": username, "ConfirmationCode": code,
        "Password": password.reveal(),
    });
    constraints::check(Service::CognitoIdp, "ConfirmForgotPassword", &wire)?;
    reset_password(page.context, app, username, &code, &password)?;
    Step::Done {
        deed: Deed::PasswordChanged,
        username: username.to_owned(),
    }
    .redirect(page)
}

/// Who has asked for a code in this browser, and where it went.
fn pending(page: &Page<'_, '_>) -> (Option<String>, Option<String>) {
    match Step::of(page) {
        Some(Step::PasswordReset {
            username,
            destination,
        }) => (Some(username), destination),
        _ => (None, None),
    }
}

/// The username, unless it is known, the code and the password.
fn fields(page: &Page<'_, '_>, known: Option<&str>) -> Vec<Field> {
    let texts = page.frame.texts();
    let username = identity_fields::sign_in_name(&page.authorization.app.pool, texts);
    let given = page.given("username").unwrap_or_default();
    let username = known.is_none().then(|| username.with_value(given));
    let code = Field::code(texts.code).with_value(page.given("code").unwrap_or_default());
    let labels = [texts.new_password, texts.new_password_again];
    username
        .into_iter()
        .chain([code])
        .chain(new_password_fields::fields(page, labels))
        .collect()
}

fn render(
    page: &Page<'_, '_>,
    status: u16,
    username: Option<&str>,
    destination: Option<String>,
    complaints: Vec<Complaint>,
) -> Answer {
    let texts = page.frame.texts();
    let lead = destination.map_or_else(
        || texts.code_sent.to_owned(),
        |destination| texts.code_sent_to.replace("{}", &destination),
    );
    let hidden = username.map(|username| ("username", username.to_owned()));
    let action = page.action("/confirmForgotPassword");
    let form = Form {
        hidden: hidden.into_iter().collect(),
        ..page.form("reset-password", action, fields(page, username), complaints)
    };
    let view = FormPage {
        lead: Some(lead),
        aside: Some(Link {
            id: "again",
            question: Some(texts.not_received),
            text: texts.send_again,
            address: page.link("/forgotPassword"),
        }),
        ..FormPage::of(&page.frame, texts.reset_title, form, texts.reset_button)
    };
    page.render(status, &view)
}
