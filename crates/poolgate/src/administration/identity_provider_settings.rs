use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// What can be said of an identity provider.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct IdentityProviderSettings {
    /// What the provider wants to be told, and where it is (`ProviderDetails`): `client_id`,
    /// `client_secret`, `authorize_scopes`, `oidc_issuer`, `MetadataURL` …; which of them depends on
    /// its type. Some are secrets: `Debug` shows the names alone.
    pub details: BTreeMap<String, String>,
    /// Which of the provider's claims becomes which attribute of a user: from the attribute's name
    /// to the claim's.
    pub attribute_mapping: BTreeMap<String, String>,
    /// Other names that the provider can be chosen by, such as domains of e-mail addresses.
    pub identifiers: Vec<String>,
    /// Which of the provider's authentication context classes stands for which of the pool's.
    pub acr_mapping: BTreeMap<String, String>,
}

/// What the service adds to the details of a SAML provider (protocol.md 9.5); it is not the
/// caller's to set.
const OF_THE_SERVICE: [&str; 3] = [
    "ActiveEncryptionCertificate",
    "SLORedirectBindingURI",
    "SSORedirectBindingURI",
];

impl IdentityProviderSettings {
    /// The details that an update may carry.
    pub(super) fn writable_details(&self) -> HashMap<String, String> {
        let details = self.details.clone().into_iter();
        details
            .filter(|(name, _)| !OF_THE_SERVICE.contains(&name.as_str()))
            .collect()
    }
}

impl fmt::Debug for IdentityProviderSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = self.details.keys().map(|name| (name, "[redacted]"));
        f.debug_struct("IdentityProviderSettings")
            .field("details", &details.collect::<BTreeMap<_, _>>())
            .field("attribute_mapping", &self.attribute_mapping)
            .field("identifiers", &self.identifiers)
            .field("acr_mapping", &self.acr_mapping)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_providers_secret_does_not_show() {
        let settings = IdentityProviderSettings {
            details: [("client_secret".to_owned(), "hunter2".to_owned())].into(),
            ..IdentityProviderSettings::default()
        };
        let shown = format!("{settings:?}");
        assert!(
            shown.contains("client_secret") && !shown.contains("hunter2"),
            "{shown}"
        );
    }
}
