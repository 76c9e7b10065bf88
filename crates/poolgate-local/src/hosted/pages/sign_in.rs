//! `/login`: name and password, or another provider.

use poolgate_flow::{ErrorCode, ServiceError};

use super::challenge::advance;
use super::complaint::Complaint;
use super::form::{Field, Form};
use super::page::Page;
use super::step::{Deed, Proven, Step};
use super::view::{Provider, SignIn};
use super::{account, identity_fields};
use crate::hosted::authorization::OWN_USERS;
use crate::hosted::{Answer, fields};
use crate::sign_in::browser;
use crate::users::{directory, sign_up};

pub(super) fn show(page: &Page<'_, '_>) -> Answer {
    if let Some(signed_in) = account::signed_in(page)
        && !account::wants_another(page)
    {
        return account::show(page, &signed_in.user);
    }
    let texts = page.frame.texts();
    let hint = page.authorization.login_hint.as_deref();
    let (notice, username) = match Step::of(page) {
        Some(Step::Done { deed, username }) => {
            let notice = match deed {
                Deed::Confirmed => texts.confirmed_notice,
                Deed::PasswordChanged => texts.reset_done,
            };
            (Some(notice), username)
        }
        _ => (None, hint.unwrap_or_default().to_owned()),
    };
    let form = Form {
        notice,
        fields: fields_of(page, &username),
        ..Form::default()
    };
    render(page, 200, form)
}

pub(super) fn submit(page: &Page<'_, '_>) -> Answer {
    if !page.authorization.admits_own_users() {
        return page.expired(400);
    }
    let username = page.given("username").unwrap_or_default();
    let password = page.given("password").unwrap_or_default();
    let fields = fields_of(page, username);
    let missing = Complaint::of_missing(&page.frame, &fields, |name| page.given(name));
    if !missing.is_empty() {
        return complain(page, 400, fields, missing);
    }
    let app = &page.authorization.app;
    browser::begin(page.context, app, username, password)
        .and_then(|progress| advance(page, progress))
        .or_else(|error| lead_on(page, username, error))
        .unwrap_or_else(|error| {
            let status = match error.code {
                ErrorCode::NotAuthorized | ErrorCode::UserNotFound => 401,
                _ => 400,
            };
            let complaint = Complaint::of_service(&page.frame, &fields, &error);
            page.refused(&error)
                .unwrap_or_else(|| complain(page, status, fields, vec![complaint]))
        })
}

/// Whoever has proven the password and still may not in is led to what is to be done first.
fn lead_on(
    page: &Page<'_, '_>,
    username: &str,
    error: ServiceError,
) -> Result<Answer, ServiceError> {
    let username = username.to_owned();
    match error.code {
        ErrorCode::UserNotConfirmed => {
            let pool = &page.authorization.app.pool;
            let find = |state: &_| directory::find(state, pool, &username);
            let user = page.context.read(find);
            Step::Confirmation {
                proven: user.map(|user| Proven::now(page, &user.sub)),
                username,
                destination: None,
                again: false,
            }
            .redirect(page)
        }
        ErrorCode::PasswordResetRequired => Step::PasswordReset {
            username,
            destination: None,
        }
        .redirect(page),
        _ => Err(error),
    }
}

fn fields_of(page: &Page<'_, '_>, username: &str) -> Vec<Field> {
    let (pool, texts) = (&page.authorization.app.pool, page.frame.texts());
    vec![
        identity_fields::sign_in_name(pool, texts).with_value(username),
        Field::password("password", texts.password, "current-password"),
    ]
}

fn complain(
    page: &Page<'_, '_>,
    status: u16,
    fields: Vec<Field>,
    complaints: Vec<Complaint>,
) -> Answer {
    let form = Form {
        fields,
        complaints,
        ..Form::default()
    };
    render(page, status, form)
}

fn render(page: &Page<'_, '_>, status: u16, form: Form) -> Answer {
    let has_password = page.authorization.admits_own_users();
    let pool = &page.authorization.app.pool;
    let may_sign_up = has_password && sign_up::require_permitted(pool).is_ok();
    let view = SignIn {
        frame: &page.frame,
        name: "sign-in",
        title: page.frame.texts().sign_in,
        form: Form {
            id: "sign-in",
            action: page.link("/login"),
            csrf: page.csrf.reveal().to_owned(),
            ..form
        },
        has_password,
        forgot_password: has_password.then(|| page.link("/forgotPassword")),
        sign_up: may_sign_up.then(|| page.link("/signup")),
        providers: providers(page),
    };
    page.render(status, &view)
}

/// The other ways in, unless the application has chosen one.
fn providers(page: &Page<'_, '_>) -> Vec<Provider> {
    if page.authorization.identity_provider.is_some() {
        return Vec::new();
    }
    let supported = page
        .authorization
        .app
        .client
        .settings
        .supported_identity_providers
        .iter();
    supported
        .flatten()
        .filter(|name| *name != OWN_USERS)
        .map(|name| {
            let chosen = fields::query([("identity_provider", name.as_str())]);
            Provider {
                name: name.clone(),
                address: format!("{}&{chosen}", page.link("/oauth2/authorize")),
            }
        })
        .collect()
}
