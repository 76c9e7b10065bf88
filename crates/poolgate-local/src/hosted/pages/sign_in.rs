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
    if page.authorization.external_provider().is_some() {
        // There is nothing to ask here, whoever has led here: `/logout`, or a link.
        return Answer::redirect(to_providers(page));
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
    render(page, 200, notice, fields_of(page, &username), Vec::new())
}

pub(super) fn submit(page: &Page<'_, '_>) -> Answer {
    if !page.authorization.admits_own_users() {
        return page.expired(400);
    }
    let username = page.given("username").unwrap_or_default();
    let password = page.given("password").unwrap_or_default();
    let fields = fields_of(page, username);
    let missing = page.missing(&fields);
    if !missing.is_empty() {
        return render(page, 400, None, fields, missing);
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
            page.complain(&error, fields, |fields, complaints| {
                render(page, status, None, fields, complaints)
            })
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

fn render(
    page: &Page<'_, '_>,
    status: u16,
    notice: Option<&'static str>,
    fields: Vec<Field>,
    complaints: Vec<Complaint>,
) -> Answer {
    let has_password = page.authorization.admits_own_users();
    let pool = &page.authorization.app.pool;
    let action = format!("{}{}", page.link("/login"), account::parameter(page.visit));
    let may_sign_up = has_password && sign_up::require_permitted(pool).is_ok();
    let view = SignIn {
        frame: &page.frame,
        name: "sign-in",
        title: page.frame.texts().sign_in,
        form: Form {
            notice,
            ..page.form("sign-in", action, fields, complaints)
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
                address: format!("{}&{chosen}", to_providers(page)),
            }
        })
        .collect()
}

/// Where the ways to other providers begin. Whoever wants another account is not let in again with the
/// one that this browser, or the provider, knows.
fn to_providers(page: &Page<'_, '_>) -> String {
    let authorization = &page.authorization;
    let query = if account::wants_another(page) && !authorization.asks_anew() {
        authorization.to_query_with("prompt", "login")
    } else {
        authorization.to_query()
    };
    page.visit.link(&format!("/oauth2/authorize?{query}"))
}
