use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use aws_smithy_http_client::tls::TrustStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::Error;

/// Which certificates are trusted: those of a PEM file, or else the system's. Loaded once, when
/// first needed.
#[derive(Debug)]
pub(crate) struct Trust {
    bundle: Option<PathBuf>,
    loaded: OnceLock<Loaded>,
}

#[derive(Debug)]
struct Loaded {
    roots: Arc<RootCertStore>,
    bundle: Option<Vec<u8>>,
}

impl Trust {
    pub(crate) fn new(bundle: Option<PathBuf>) -> Self {
        Self {
            bundle,
            loaded: OnceLock::new(),
        }
    }

    /// For the SDK's connector, which panics on a bundle it cannot parse: hence it is given only
    /// what has been parsed here.
    pub(crate) fn sdk_store(&self) -> Result<TrustStore, Error> {
        Ok(match &self.loaded()?.bundle {
            Some(pem) => TrustStore::empty().with_pem_certificate(pem.clone()),
            None => TrustStore::default(),
        })
    }

    /// For everything else.
    pub(crate) fn client_config(&self) -> Result<ClientConfig, Error> {
        client_config(Arc::clone(&self.loaded()?.roots))
    }

    fn loaded(&self) -> Result<&Loaded, Error> {
        if let Some(loaded) = self.loaded.get() {
            return Ok(loaded);
        }
        let loaded = match &self.bundle {
            Some(path) => load_bundle(path)?,
            None => load_system()?,
        };
        Ok(self.loaded.get_or_init(|| loaded))
    }
}

/// For a client that contacts http URLs only: no root is loaded, no server is trusted.
pub(crate) fn no_trust() -> Result<ClientConfig, Error> {
    client_config(Arc::new(RootCertStore::empty()))
}

// The process-wide provider is never asked for: two crates of one program may disagree on it.
fn client_config(roots: Arc<RootCertStore>) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::http_client(&error))?;
    Ok(versions.with_root_certificates(roots).with_no_client_auth())
}

fn load_bundle(path: &Path) -> Result<Loaded, Error> {
    let refuse = |reason: String| Error::CaBundle {
        path: path.to_owned(),
        reason,
    };
    let pem = std::fs::read(path).map_err(|error| refuse(error.to_string()))?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(|error| refuse(error.to_string()))?;
        roots
            .add(certificate)
            .map_err(|error| refuse(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(refuse("it holds no certificate".to_owned()));
    }
    Ok(Loaded {
        roots: Arc::new(roots),
        bundle: Some(pem),
    })
}

fn load_system() -> Result<Loaded, Error> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        let reason = found.errors.first().map(ToString::to_string);
        return Err(Error::NoTrustStore {
            reason: reason.unwrap_or_default(),
        });
    }
    Ok(Loaded {
        roots: Arc::new(roots),
        bundle: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_for(contents: &[u8]) -> String {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), contents).unwrap();
        Trust::new(Some(file.path().to_owned()))
            .sdk_store()
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_bundle_that_cannot_be_used_is_an_error_and_no_panic() {
        assert!(error_for(b"").contains("no certificate"));
        let junk = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert!(error_for(junk).contains("CA bundle"));
        let missing = Trust::new(Some("/nonexistent/bundle.pem".into()));
        let error = missing.client_config().unwrap_err().to_string();
        assert!(error.contains("/nonexistent/bundle.pem"), "{error}");
    }
}
