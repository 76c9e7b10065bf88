//! An authenticator app: its secret as a QR code and in letters, then the first code that it shows.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use poolgate_flow::ServiceError;
use zeroize::Zeroizing;

use crate::error::internal;
use crate::hosted::Answer;
use crate::hosted::pages::challenge::advance;
use crate::hosted::pages::complaint::Complaint;
use crate::hosted::pages::form::{Field, Form};
use crate::hosted::pages::message;
use crate::hosted::pages::page::Page;
use crate::hosted::pages::qr_code::QrCode;
use crate::hosted::pages::step::Step;
use crate::hosted::pages::view::SoftwareToken;
use crate::model::TotpSecret;
use crate::sign_in::browser::Challenge;
use crate::users::software_token;

/// What is set up.
pub(super) struct Setup {
    pub(super) challenge: Challenge,
    pub(super) secret: TotpSecret,
}

/// Gives out a secret. It is done here and not when the page is shown, so that a reload shows the same.
pub(super) fn begin(page: &Page<'_, '_>, challenge: &Challenge) -> Result<Answer, ServiceError> {
    let secret = software_token::random_secret(page.context);
    let challenge = challenge.associate_software_token(page.context, secret.clone())?;
    Step::SoftwareToken { challenge, secret }.redirect(page)
}

pub(super) fn show(page: &Page<'_, '_>, setup: &Setup) -> Answer {
    render(page, 200, setup, Vec::new())
}

pub(super) fn submit(page: &Page<'_, '_>, setup: &Setup) -> Answer {
    let fields = fields(page);
    let missing = page.missing(&fields);
    if !missing.is_empty() {
        return render(page, 400, setup, missing);
    }
    let (context, app) = (page.context, &page.authorization.app);
    setup
        .challenge
        .verify_software_token(context, app, &page.code())
        .and_then(|progress| advance(page, progress))
        .unwrap_or_else(|error| {
            page.complain(&error, fields, |_, complaints| {
                render(page, 400, setup, complaints)
            })
        })
}

fn fields(page: &Page<'_, '_>) -> [Field; 1] {
    [Field::code(page.frame.texts().code)]
}

fn render(page: &Page<'_, '_>, status: u16, setup: &Setup, complaints: Vec<Complaint>) -> Answer {
    let texts = page.frame.texts();
    let secret = software_token::secret_code(&setup.secret);
    let address = address(page, &setup.challenge.username, &secret);
    let Some(qr) = QrCode::of(&address) else {
        return message::failed(page, &internal("the QR code is too large"));
    };
    let view = SoftwareToken {
        frame: &page.frame,
        name: "totp-setup",
        title: texts.totp_title,
        form: Form {
            is_read_first: true,
            ..page.form(
                "totp-setup",
                page.action("/mfaSetup"),
                fields(page),
                complaints,
            )
        },
        qr,
        address,
        grouped_secret: in_groups(&secret),
        secret: secret.to_string(),
        start_again: page.link("/login"),
    };
    page.render(status, &view)
}

/// The key URI that authenticator apps read: the pool and the user by the name that he signs in by.
fn address(page: &Page<'_, '_>, username: &str, secret: &Zeroizing<String>) -> String {
    /// What RFC 3986 section 2.3 leaves as it is.
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    let pool = &page.authorization.app.pool;
    let name = page.sign_in_name(username);
    // A longer one would make a code that no camera reads.
    let name: String = name.chars().take(128).collect();
    let encoded = |text: &str| utf8_percent_encode(text, KEPT).to_string();
    let (issuer, account) = (encoded(&pool.name), encoded(&name));
    let secret = secret.as_str();
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}")
}

/// Four letters at a time, to be typed.
fn in_groups(secret: &str) -> String {
    let mut grouped = String::new();
    for (index, letter) in secret.chars().enumerate() {
        if index > 0 && index % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(letter);
    }
    grouped
}
