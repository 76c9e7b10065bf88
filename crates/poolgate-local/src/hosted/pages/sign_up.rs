//! `/signup`: a new account, with the attributes that the pool wants.

use poolgate_flow::ServiceError;
use serde_json::json;

use super::complaint::Complaint;
use super::form::Field;
use super::page::Page;
use super::step::{Proven, Step};
use super::view::{FormPage, Link};
use super::{identity_fields, message, new_password_fields};
use crate::constraints::{self, Service};
use crate::hosted::Answer;
use crate::model::Attribute;
use crate::users::sign_up::{require_permitted, sign_up};

pub(super) fn show(page: &Page<'_, '_>) -> Answer {
    let complaint = require_permitted(&page.authorization.app.pool).err();
    let complaint = complaint.map(|error| Complaint::of_service(&page.frame, &[], &error));
    render(page, 200, fields(page), complaint.into_iter().collect())
}

pub(super) fn submit(page: &Page<'_, '_>) -> Answer {
    let fields = fields(page);
    let mut complaints = page.missing(&fields);
    if complaints.is_empty() {
        complaints.extend(new_password_fields::compare(page));
    }
    if !complaints.is_empty() {
        return render(page, 400, fields, complaints);
    }
    register(page, &fields).unwrap_or_else(|error| {
        page.complain(&error, fields, |fields, complaints| {
            render(page, 400, fields, complaints)
        })
    })
}

/// Signs up, and asks for the code that was sent.
fn register(page: &Page<'_, '_>, fields: &[Field]) -> Result<Answer, ServiceError> {
    let app = &page.authorization.app;
    let username = page.given("username").unwrap_or_default();
    let password = new_password_fields::given(page)?;
    let attributes = given_attributes(page, fields);
    let wire = json!({
        "ClientId": app.client.id, "Username": username, "Password": password.reveal(),
        "UserAttributes": attributes,
    });
    constraints::check(Service::CognitoIdp, "SignUp", &wire)?;
    let (user, details) = sign_up(page.context, app, username, Some(&password), attributes)?;
    let Some(details) = details else {
        return Ok(message::sign_up_waits(page));
    };
    Step::Confirmation {
        username: username.to_owned(),
        destination: Some(details.destination().to_owned()),
        again: false,
        proven: Some(Proven::now(page, &user.sub)),
    }
    .redirect(page)
}

/// The attributes that the page asks for, and no others.
fn given_attributes(page: &Page<'_, '_>, fields: &[Field]) -> Vec<Attribute> {
    let given = |field: &Field| {
        let name = identity_fields::attribute_of(&field.name)?.to_owned();
        let value = page.given(&field.name)?.to_owned();
        Some(Attribute { name, value })
    };
    fields.iter().filter_map(given).collect()
}

fn fields(page: &Page<'_, '_>) -> Vec<Field> {
    let (app, texts) = (&page.authorization.app, page.frame.texts());
    let labels = [texts.password, texts.password_again];
    let value = |name: &str| page.given(name).unwrap_or_default().to_owned();
    std::iter::once(identity_fields::sign_up_name(&app.pool, texts))
        .chain(identity_fields::sign_up_attributes(app, texts))
        .chain(new_password_fields::fields(page, labels))
        .map(|field| {
            let value = value(&field.name);
            field.with_value(value)
        })
        .collect()
}

fn render(
    page: &Page<'_, '_>,
    status: u16,
    fields: Vec<Field>,
    complaints: Vec<Complaint>,
) -> Answer {
    let texts = page.frame.texts();
    let is_permitted = require_permitted(&page.authorization.app.pool).is_ok();
    let form = page.form("sign-up", page.link("/signup"), fields, complaints);
    let view = FormPage {
        button: is_permitted.then_some(texts.sign_up),
        aside: Some(Link {
            question: Some(texts.have_account),
            text: texts.sign_in,
            ..page.back_to_sign_in()
        }),
        ..FormPage::of(&page.frame, texts.create_account, form, texts.sign_up)
    };
    page.render(status, &view)
}
