//! What is in progress between two pages: sealed, in a cookie of its own that the page's address
//! names, so that two tabs do not meet and reload and Back show what was there.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use super::page::Page;
use crate::hosted::{Answer, Cookie};
use crate::model::TotpSecret;
use crate::sign_in::browser::Challenge;
use crate::time::UnixTime;

/// The parameter that names the step.
const PARAMETER: &str = "step";
/// What the cookies' names begin with.
const COOKIE: &str = "step-";
/// Steps that one browser has at a time; the oldest go when there are more.
const MOST_STEPS: usize = 6;
/// Seconds for what waits for a message to arrive. The core has a bound of its own on each session and
/// code.
const SECONDS: u32 = 3600;
/// Seconds in which a password that was proven counts when the sign-up is confirmed: as long as a
/// session lives at most (protocol.md 3.2).
const PROVEN_SECONDS: i64 = 15 * 60;

/// What is in progress.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Step {
    /// A challenge of the sign-in waits for its answer.
    Challenge(Challenge),
    /// The code of a sign-up is awaited.
    Confirmation {
        username: String,
        /// Where the code went, masked; unknown if it was sent before.
        destination: Option<String>,
        /// It was sent again.
        again: bool,
        proven: Option<Proven>,
    },
    /// Something was done, after which somebody signs in.
    Done { deed: Deed, username: String },
    /// The code for a forgotten password is awaited.
    PasswordReset {
        username: String,
        destination: Option<String>,
    },
    /// An authenticator app was given this secret, and has to show its first code.
    SoftwareToken {
        challenge: Challenge,
        secret: TotpSecret,
    },
}

/// What the sign-in page acknowledges.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) enum Deed {
    Confirmed,
    PasswordChanged,
}

/// Whose password this browser has just given.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Proven {
    pub(super) sub: String,
    until: UnixTime,
}

impl Proven {
    pub(super) fn now(page: &Page<'_, '_>, sub: &str) -> Self {
        Self {
            sub: sub.to_owned(),
            until: page.context.now().plus_seconds(PROVEN_SECONDS),
        }
    }

    pub(super) fn is_current(&self, page: &Page<'_, '_>) -> bool {
        page.context.now() < self.until
    }
}

/// A step as it is sealed: for one app client.
#[derive(Serialize, Deserialize)]
struct Sealed {
    pool_id: String,
    client_id: String,
    step: Step,
    expires: UnixTime,
}

impl Step {
    /// The step that the page's address names, if this browser has it.
    pub(super) fn of(page: &Page<'_, '_>) -> Option<Self> {
        let name = cookie_name(id(page)?);
        let mut cookies = page.visit.cookies(&name);
        cookies.find_map(|cookie| Self::open(page, cookie))
    }

    fn open(page: &Page<'_, '_>, cookie: &str) -> Option<Self> {
        let (visit, client) = (page.visit, &page.authorization.app.client);
        let sealed = BASE64_URL_SAFE_NO_PAD.decode(cookie).ok()?;
        let sealed: Sealed = page.context.envelopes().step.open_record(&sealed)?;
        let is_own = sealed.pool_id == visit.pool.id && sealed.client_id == client.id;
        (is_own && page.context.now() < sealed.expires).then_some(sealed.step)
    }

    /// Leads the browser to the page of a step, and has it keep the step instead of the one before.
    pub(super) fn redirect(self, page: &Page<'_, '_>) -> Result<Answer, ServiceError> {
        let id = page.context.random_uuid().simple().to_string();
        let location = format!("{}&{PARAMETER}={id}", page.link(self.path()));
        let sealed = Sealed {
            pool_id: page.visit.pool.id.clone(),
            client_id: page.authorization.app.client.id.clone(),
            step: self,
            expires: page.context.now().plus_seconds(SECONDS.into()),
        };
        let envelope = &page.context.envelopes().step;
        let sealed = envelope.seal_record(page.context.random_bytes(), &sealed)?;
        let value = BASE64_URL_SAFE_NO_PAD.encode(sealed);
        let answer = end(page, Answer::redirect(location));
        let answer = forget_oldest(page, answer);
        Ok(answer.with_cookie(&cookie(page, &id, value).max_age(SECONDS)))
    }

    /// The page that shows it.
    const fn path(&self) -> &'static str {
        match self {
            Self::Challenge(challenge) => super::challenge::path(&challenge.demand),
            Self::Confirmation { .. } => "/confirmUser",
            Self::Done { .. } => "/login",
            Self::PasswordReset { .. } => "/confirmForgotPassword",
            Self::SoftwareToken { .. } => "/mfaSetup",
        }
    }
}

/// The end of the page's own step.
pub(super) fn end(page: &Page<'_, '_>, answer: Answer) -> Answer {
    match id(page) {
        Some(id) => answer.with_cookie(&cookie(page, id, String::new()).max_age(0)),
        None => answer,
    }
}

/// What the page's address says of its step, for a form that leads back to it.
pub(super) fn parameter(page: &Page<'_, '_>) -> String {
    id(page).map_or_else(String::new, |id| format!("&{PARAMETER}={id}"))
}

/// Whether the page was for a step that is over, or that another browser has.
pub(super) fn is_over(page: &Page<'_, '_>) -> bool {
    page.visit.query.get(PARAMETER).is_some() && Step::of(page).is_none()
}

/// The page's own step, by its random name.
fn id<'p>(page: &'p Page<'_, '_>) -> Option<&'p str> {
    let id = page.visit.query.get(PARAMETER)?;
    let is_id = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id.then_some(id)
}

/// Browsers send the oldest cookies first (RFC 6265 section 5.4), and a server reads only so many
/// bytes of them.
fn forget_oldest(page: &Page<'_, '_>, mut answer: Answer) -> Answer {
    let cookies = page.visit.header("cookie").unwrap_or_default();
    let names = cookies
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='));
    let ids: Vec<&str> = names
        .filter_map(|(name, _)| name.strip_prefix(COOKIE))
        .collect();
    let surplus = (ids.len() + 1).saturating_sub(MOST_STEPS);
    let is_plain = |id: &&&str| id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    for id in ids.iter().take(surplus).filter(is_plain) {
        answer = answer.with_cookie(&cookie(page, id, String::new()).max_age(0));
    }
    answer
}

fn cookie(page: &Page<'_, '_>, id: &str, value: String) -> Cookie {
    let visit = page.visit;
    Cookie::new(cookie_name(id), value, &visit.base, visit.is_secure())
}

fn cookie_name(id: &str) -> String {
    format!("{COOKIE}{id}")
}
