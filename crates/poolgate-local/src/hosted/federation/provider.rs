//! An OpenID provider, and where it is (OpenID Connect Discovery 1.0).

use std::sync::Arc;

use serde_json::Value;
use url::Url;

use super::Failure;
use super::published::{Document, Published};
use crate::core::Context;
use crate::model::{IdentityProvider, ProviderType};
use crate::outgoing::{Outgoing, Question};
use crate::time::UnixTime;

/// A provider that a pool trusts, while somebody signs in with it.
pub(super) struct Provider<'c> {
    pub(super) record: Arc<IdentityProvider>,
    outgoing: Option<&'c dyn Outgoing>,
    published: &'c Published,
    now: UnixTime,
}

impl<'c> Provider<'c> {
    /// The OpenID provider of this name; there are no others yet.
    pub(super) fn find(context: &'c Context<'_>, pool_id: &str, name: &str) -> Option<Self> {
        let key = IdentityProvider::key_of(pool_id, name);
        let record = context.read(|state| state.get::<IdentityProvider>(&key))?;
        (record.provider_type == ProviderType::Oidc).then_some(Self {
            record,
            outgoing: context.outgoing(),
            published: context.published(),
            now: context.now(),
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.record.name
    }

    /// A setting; those that are used here were required when the provider was made.
    pub(super) fn detail(&self, name: &str) -> &str {
        self.record.details.get(name).unwrap_or_default()
    }

    pub(super) fn issuer(&self) -> &str {
        self.detail("oidc_issuer")
    }

    /// Whether it is this one that calls itself so: with a slash at the end or without.
    pub(super) fn is_named(&self, issuer: &str) -> bool {
        issuer.trim_end_matches('/') == self.issuer().trim_end_matches('/')
    }

    /// Where to ask for something: as configured, or else as the provider's own document says.
    pub(super) fn endpoint(&self, detail: &str, member: &str) -> Result<Url, Failure> {
        let missing = || self.fault(&format!("names no {member}"));
        self.optional_endpoint(detail, member)?.ok_or_else(missing)
    }

    pub(super) fn optional_endpoint(
        &self,
        detail: &str,
        member: &str,
    ) -> Result<Option<Url>, Failure> {
        let configured = self.detail(detail);
        if !configured.is_empty() {
            return self.web_url(configured).map(Some);
        }
        let document = self.document()?;
        let published = document.get(member).and_then(Value::as_str);
        published.map(|url| self.web_url(url)).transpose()
    }

    /// Who asks other servers here.
    pub(super) fn outgoing(&self) -> Result<&'c dyn Outgoing, Failure> {
        let nobody = || Failure::Provider("this server asks no others".to_owned());
        self.outgoing.ok_or_else(nobody)
    }

    pub(super) fn now(&self) -> UnixTime {
        self.now
    }

    /// What it has published there, if that was fetched not long ago.
    pub(super) fn kept(&self, url: &Url) -> Option<Arc<Document>> {
        self.published.find(url, self.now)
    }

    pub(super) fn fetch(&self, url: &Url) -> Result<Arc<Document>, Failure> {
        let document = Question::get(url.clone()).json(self.outgoing()?)?;
        Ok(Arc::new(document))
    }

    pub(super) fn keep(&self, url: Url, document: Arc<Document>) {
        self.published.keep(url, document, self.now);
    }

    /// What is wrong with this provider.
    pub(super) fn fault(&self, words: &str) -> Failure {
        Failure::Provider(format!("{} {words}", self.name()))
    }

    /// Its discovery document, which names everything else.
    fn document(&self) -> Result<Arc<Document>, Failure> {
        let issuer = self.issuer().trim_end_matches('/');
        let url = self.web_url(&format!("{issuer}/.well-known/openid-configuration"))?;
        if let Some(document) = self.kept(&url) {
            // Another provider, whose name leads to the same address, may have had it kept.
            self.check_issuer(&document)?;
            return Ok(document);
        }
        let document = self.fetch(&url)?;
        self.check_issuer(&document)?;
        self.keep(url, Arc::clone(&document));
        Ok(document)
    }

    /// Section 4.3 has the issuer compared, lest one provider speak for another.
    fn check_issuer(&self, document: &Document) -> Result<(), Failure> {
        let named = document.get("issuer").and_then(Value::as_str);
        if named.is_some_and(|named| self.is_named(named)) {
            return Ok(());
        }
        let (issuer, named) = (self.issuer(), named.unwrap_or("nothing"));
        let words = format!("is configured as {issuer} and calls itself {named}");
        Err(self.fault(&words))
    }

    fn web_url(&self, text: &str) -> Result<Url, Failure> {
        let url = Url::parse(text).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        url.ok_or_else(|| self.fault(&format!("names {text:?}, which is no URL")))
    }
}
