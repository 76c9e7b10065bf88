//! What a browser carries to a provider and back, sealed in `state`.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use poolgate_flow::ServiceError;
use serde::{Deserialize, Serialize};

use crate::app_clients::same;
use crate::core::Context;
use crate::error::not_authorized;
use crate::hosted::authorization::AuthorizationRequest;
use crate::hosted::digest::sha256;
use crate::hosted::{Cookie, Fields, Visit};
use crate::model::SpentIdentifier;
use crate::time::UnixTime;

/// Whoever makes somebody else's browser come back with a code of their own lacks this cookie (RFC
/// 6749 section 10.12). Each passage has its own, so that two tabs do not disturb each other.
const COOKIE: &str = "cognito-passage";

/// Somebody may have to sign up over there first.
const SECONDS: u32 = 900;

/// One way to a provider and back.
#[derive(Serialize, Deserialize)]
pub(super) struct Passage {
    id: String,
    pool_id: String,
    pub(super) provider: String,
    pub(super) redirect_uri: String,
    pub(super) nonce: String,
    pub(super) code_verifier: String,
    /// The digest of the cookie's value.
    browser: String,
    /// The authorization request that it serves, as a query.
    request: String,
    expires: UnixTime,
}

impl Passage {
    pub(super) fn begin(
        context: &Context<'_>,
        visit: &Visit<'_>,
        request: &AuthorizationRequest,
        provider: &str,
    ) -> (Self, Cookie) {
        let random = || BASE64_URL_SAFE_NO_PAD.encode(context.random_bytes::<32>());
        let cookie = random();
        let passage = Self {
            id: context.random_uuid().to_string(),
            pool_id: visit.pool.id.clone(),
            provider: provider.to_owned(),
            redirect_uri: format!("{}{}", visit.origin, visit.link("/oauth2/idpresponse")),
            nonce: random(),
            code_verifier: random(),
            browser: sha256(&cookie),
            request: request.to_query(),
            expires: context.now().plus_seconds(SECONDS.into()),
        };
        let cookie = passage.cookie(visit, cookie).max_age(SECONDS);
        (passage, cookie)
    }

    pub(super) fn seal(&self, context: &Context<'_>) -> Result<String, ServiceError> {
        let envelope = &context.envelopes().passage;
        let sealed = envelope.seal_record(context.random_bytes(), self)?;
        Ok(BASE64_URL_SAFE_NO_PAD.encode(sealed))
    }

    pub(super) fn code_challenge(&self) -> String {
        sha256(&self.code_verifier)
    }

    /// The passage that ends here, if it began in this browser, at this pool, not too long ago, and
    /// ends for the first time.
    pub(super) fn end(context: &Context<'_>, visit: &Visit<'_>) -> Option<Self> {
        let sealed = BASE64_URL_SAFE_NO_PAD
            .decode(visit.query.get("state")?)
            .ok()?;
        let passage: Self = context.envelopes().passage.open_record(&sealed)?;
        let is_own = visit
            .cookies(&passage.cookie_name())
            .any(|cookie| same(&passage.browser, &sha256(cookie)));
        if !is_own || passage.pool_id != visit.pool.id || passage.expires <= context.now() {
            return None;
        }
        passage.spend(context).ok()?;
        Some(passage)
    }

    fn spend(&self, context: &Context<'_>) -> Result<(), ServiceError> {
        context.write(|transaction| {
            if transaction.get::<SpentIdentifier>(&self.id).is_some() {
                return Err(not_authorized("The passage has ended before."));
            }
            transaction.forget_expired::<SpentIdentifier>(context.now());
            transaction.put(SpentIdentifier {
                id: self.id.clone(),
                expires: self.expires,
            });
            Ok(())
        })
    }

    pub(super) fn request(&self) -> Fields {
        Fields::parse(self.request.as_bytes())
    }

    /// Takes the cookie away.
    pub(super) fn no_cookie(&self, visit: &Visit<'_>) -> Cookie {
        self.cookie(visit, String::new()).max_age(0)
    }

    fn cookie(&self, visit: &Visit<'_>, value: String) -> Cookie {
        Cookie::new(self.cookie_name(), value, &visit.base, visit.is_secure())
    }

    fn cookie_name(&self) -> String {
        format!("{COOKIE}-{}", self.id)
    }
}
