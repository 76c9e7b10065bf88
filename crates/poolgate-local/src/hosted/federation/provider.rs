//! An OpenID provider, and where it is (OpenID Connect Discovery 1.0).

use std::cell::OnceCell;
use std::sync::Arc;

use serde_json::{Map, Value};
use url::Url;

use super::Failure;
use crate::core::Context;
use crate::model::{IdentityProvider, ProviderType};
use crate::outgoing::{Outgoing, Question};

/// A provider that a pool trusts, while somebody signs in with it.
pub(super) struct Provider<'c> {
    outgoing: Option<&'c dyn Outgoing>,
    pub(super) record: Arc<IdentityProvider>,
    /// Its discovery document, once it was needed.
    document: OnceCell<Map<String, Value>>,
}

impl<'c> Provider<'c> {
    /// The OpenID provider of this name; there are no others yet.
    pub(super) fn find(context: &'c Context<'_>, pool_id: &str, name: &str) -> Option<Self> {
        let key = IdentityProvider::key_of(pool_id, name);
        let record = context.read(|state| state.get::<IdentityProvider>(&key))?;
        (record.provider_type == ProviderType::Oidc).then_some(Self {
            outgoing: context.outgoing(),
            record,
            document: OnceCell::new(),
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

    /// Where to ask for something: as configured, or else as the provider's own document says.
    pub(super) fn endpoint(&self, detail: &str, member: &str) -> Result<Url, Failure> {
        let missing = || Failure::Provider(format!("{} names no {member}", self.name()));
        self.optional_endpoint(detail, member)?.ok_or_else(missing)
    }

    pub(super) fn optional_endpoint(
        &self,
        detail: &str,
        member: &str,
    ) -> Result<Option<Url>, Failure> {
        let configured = self
            .record
            .details
            .get(detail)
            .filter(|url| !url.is_empty());
        let text = match configured {
            Some(url) => Some(url),
            None => self.document()?.get(member).and_then(Value::as_str),
        };
        text.map(|text| self.web_url(text)).transpose()
    }

    /// Who asks other servers here.
    pub(super) fn outgoing(&self) -> Result<&'c dyn Outgoing, Failure> {
        let nobody = || Failure::Provider("this server asks no others".to_owned());
        self.outgoing.ok_or_else(nobody)
    }

    /// Section 4.3 has the issuer compared, lest one provider speak for another.
    fn document(&self) -> Result<&Map<String, Value>, Failure> {
        if let Some(document) = self.document.get() {
            return Ok(document);
        }
        let issuer = self.issuer().trim_end_matches('/');
        let url = self.web_url(&format!("{issuer}/.well-known/openid-configuration"))?;
        let document = Question::get(url).json(self.outgoing()?)?;
        let named = document
            .get("issuer")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if named.trim_end_matches('/') != issuer {
            let words = format!(
                "{} is configured as {issuer} and calls itself {named}",
                self.name()
            );
            return Err(Failure::Provider(words));
        }
        Ok(self.document.get_or_init(|| document))
    }

    fn web_url(&self, text: &str) -> Result<Url, Failure> {
        let url = Url::parse(text).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        url.ok_or_else(|| {
            Failure::Provider(format!("{} names {text:?}, which is no URL", self.name()))
        })
    }
}
