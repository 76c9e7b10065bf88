//! `/changePassword`: a temporary password makes room for one of the user's own.

use poolgate_flow::ServiceError;

use super::challenge::{advance, current};
use super::complaint::Complaint;
use super::form::{Field, Form};
use super::page::Page;
use super::view::FormPage;
use super::{identity_fields, new_password_fields};
use crate::hosted::Answer;
use crate::sign_in::browser::{Challenge, Demand};

pub(super) fn show(page: &Page<'_, '_>) -> Answer {
    match pending(page) {
        Some((challenge, attributes)) => {
            let fields = fields(page, &attributes);
            render(page, 200, &challenge, fields, Vec::new())
        }
        None => page.expired(400),
    }
}

pub(super) fn submit(page: &Page<'_, '_>) -> Answer {
    let Some((challenge, attributes)) = pending(page) else {
        return page.expired(400);
    };
    let fields = fields(page, &attributes);
    let mut complaints = page.missing(&fields);
    if complaints.is_empty() {
        complaints.extend(new_password_fields::compare(page));
    }
    if !complaints.is_empty() {
        return render(page, 400, &challenge, fields, complaints);
    }
    answer(page, &challenge, &attributes).unwrap_or_else(|error| {
        page.complain(&error, fields, |fields, complaints| {
            render(page, 400, &challenge, fields, complaints)
        })
    })
}

fn answer(
    page: &Page<'_, '_>,
    challenge: &Challenge,
    attributes: &[String],
) -> Result<Answer, ServiceError> {
    let named: Vec<(String, &str)> = attributes
        .iter()
        .filter_map(|name| {
            let value = page.given(&identity_fields::field_name(name))?;
            Some((format!("userAttributes.{name}"), value))
        })
        .collect();
    let password = page.given("password").unwrap_or_default();
    let responses = named.iter().map(|(name, value)| (name.as_str(), *value));
    let responses = responses.chain([("NEW_PASSWORD", password)]);
    let app = &page.authorization.app;
    advance(page, challenge.answer(page.context, app, responses)?)
}

/// The challenge, and the attributes that it asks for.
fn pending(page: &Page<'_, '_>) -> Option<(Challenge, Vec<String>)> {
    let challenge = current(page)?;
    match &challenge.demand {
        Demand::NewPassword { attributes } => Some((challenge.clone(), attributes.clone())),
        _ => None,
    }
}

fn fields(page: &Page<'_, '_>, attributes: &[String]) -> Vec<Field> {
    let texts = page.frame.texts();
    let labels = [texts.new_password, texts.new_password_again];
    let attributes = attributes.iter().map(|name| {
        let value = page.given(&identity_fields::field_name(name));
        identity_fields::attribute(name, texts).with_value(value.unwrap_or_default())
    });
    new_password_fields::fields(page, labels)
        .into_iter()
        .chain(attributes)
        .collect()
}

fn render(
    page: &Page<'_, '_>,
    status: u16,
    challenge: &Challenge,
    fields: Vec<Field>,
    complaints: Vec<Complaint>,
) -> Answer {
    let texts = page.frame.texts();
    // Nobody reads it here: it tells a password manager whose password changes.
    let username = page.sign_in_name(&challenge.username);
    let action = page.action("/changePassword");
    let form = Form {
        hidden: vec![("username", username)],
        ..page.form("new-password", action, fields, complaints)
    };
    let view = FormPage {
        lead: Some(texts.new_password_lead.to_owned()),
        aside: Some(page.start_again()),
        ..FormPage::of(&page.frame, texts.new_password_title, form, texts.go_on)
    };
    page.render(status, &view)
}
