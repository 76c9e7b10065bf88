//! Who issues tokens, and where the keys are.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use crate::error::Error;

/// The longest URL that is accepted, in bytes.
const URL_LIMIT: usize = 2048;

/// The longest pool id, of the service model's `UserPoolIdType`.
const POOL_ID_LIMIT: usize = 55;

/// Longer than any region's name.
const REGION_LIMIT: usize = 32;

/// The exact text of the claim `iss`, and the URL of the keys that belong to it.
///
/// A user pool issues one of two forms (protocol.md 5.1), chosen by its `IssuerConfiguration`:
/// [`original`](Self::original) or [`updated`](Self::updated). The region is an argument of its own
/// because a replica of a multi-Region pool keeps the id of its primary, prefix included; the
/// issuer is always that of the primary.
///
/// Cheap to clone.
///
/// ```
/// use poolgate_token::Issuer;
///
/// let issuer = Issuer::original("cn-north-1", "cn-north-1_ExamplE")?;
/// assert_eq!(
///     issuer.url(),
///     "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_ExamplE"
/// );
/// # Ok::<(), poolgate_token::Error>(())
/// ```
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Issuer(Arc<Parts>);

#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
struct Parts {
    url: String,
    jwks_uri: String,
    pool_id: Option<String>,
}

impl Issuer {
    /// The issuer of a pool whose `IssuerConfiguration` is `ORIGINAL`, which is the default:
    /// `https://cognito-idp.<region>.<DNS suffix>/<pool id>`.
    ///
    /// # Errors
    /// [`Error::Region`] or [`Error::PoolId`] when an argument is not of that kind.
    pub fn original(region: &str, pool_id: &str) -> Result<Self, Error> {
        Self::of_pool("cognito-idp", region, pool_id)
    }

    /// The issuer of a pool whose `IssuerConfiguration` is `UPDATED`, as pools with replicas in
    /// other regions must have it: `https://issuer-cognito-idp.<region>.<DNS suffix>/<pool id>`.
    ///
    /// # Errors
    /// [`Error::Region`] or [`Error::PoolId`] when an argument is not of that kind.
    pub fn updated(region: &str, pool_id: &str) -> Result<Self, Error> {
        Self::of_pool("issuer-cognito-idp", region, pool_id)
    }

    /// Any other issuer, such as an emulator: the exact text of the claim `iss`.
    ///
    /// ```
    /// use poolgate_token::Issuer;
    ///
    /// let issuer = Issuer::custom("http://127.0.0.1:9229/local_ExamplE")?;
    /// assert_eq!(issuer.jwks_uri(), "http://127.0.0.1:9229/local_ExamplE/.well-known/jwks.json");
    /// # Ok::<(), poolgate_token::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::IssuerUrl`] when it is no plain `http` or `https` URL.
    pub fn custom(url: &str) -> Result<Self, Error> {
        check_url(url)?;
        Ok(Self(Arc::new(Parts {
            url: url.to_owned(),
            jwks_uri: jwks_uri_of(url),
            pool_id: None,
        })))
    }

    /// Fetches the keys from another place than the issuer's own: an emulator that writes
    /// Cognito's issuer into its tokens, or one that has another name inside a container.
    ///
    /// # Errors
    /// [`Error::IssuerUrl`] when it is no plain `http` or `https` URL.
    pub fn with_jwks_uri(self, jwks_uri: &str) -> Result<Self, Error> {
        check_url(jwks_uri)?;
        let mut parts = Arc::unwrap_or_clone(self.0);
        jwks_uri.clone_into(&mut parts.jwks_uri);
        Ok(Self(Arc::new(parts)))
    }

    /// What the claim `iss` has to be, byte for byte.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// Where the issuer publishes its keys. It names the key set in a
    /// [`KeySetCache`](crate::KeySetCache).
    #[must_use]
    pub fn jwks_uri(&self) -> &str {
        &self.0.jwks_uri
    }

    /// The id of the user pool, `None` for a [`custom`](Self::custom) issuer.
    #[must_use]
    pub fn pool_id(&self) -> Option<&str> {
        self.0.pool_id.as_deref()
    }

    fn of_pool(service: &str, region: &str, pool_id: &str) -> Result<Self, Error> {
        check_region(region)?;
        check_pool_id(pool_id)?;
        let url = format!(
            "https://{service}.{region}.{}/{pool_id}",
            dns_suffix(region)
        );
        Ok(Self(Arc::new(Parts {
            jwks_uri: jwks_uri_of(&url),
            url,
            pool_id: Some(pool_id.to_owned()),
        })))
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.url())
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Issuer")
            .field("url", &self.url())
            .field("jwks_uri", &self.jwks_uri())
            .finish()
    }
}

/// The DNS suffix of the region's partition, as AWS publishes them.
fn dns_suffix(region: &str) -> &'static str {
    const PARTITIONS: [(&str, &str); 6] = [
        ("cn-", "amazonaws.com.cn"),
        ("eu-isoe-", "cloud.adc-e.uk"),
        ("eusc-", "amazonaws.eu"),
        ("us-iso-", "c2s.ic.gov"),
        ("us-isob-", "sc2s.sgov.gov"),
        ("us-isof-", "csp.hci.ic.gov"),
    ];
    PARTITIONS
        .iter()
        .find(|(prefix, _)| region.starts_with(prefix))
        .map_or("amazonaws.com", |(_, suffix)| suffix)
}

/// OpenID Connect Discovery 1.0, 4.1: a slash at the end of the issuer is taken off first.
fn jwks_uri_of(issuer: &str) -> String {
    format!("{}/.well-known/jwks.json", issuer.trim_end_matches('/'))
}

fn check_region(region: &str) -> Result<(), Error> {
    let is_label = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if region.is_empty() || region.len() > REGION_LIMIT || !region.chars().all(is_label) {
        return Err(Error::Region {
            actual: region.to_owned(),
        });
    }
    Ok(())
}

fn check_pool_id(pool_id: &str) -> Result<(), Error> {
    let well_formed = pool_id.split_once('_').is_some_and(|(prefix, name)| {
        let is_prefix = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !prefix.is_empty()
            && prefix.chars().all(is_prefix)
            && !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric())
    });
    if !well_formed || pool_id.len() > POOL_ID_LIMIT {
        return Err(Error::PoolId {
            actual: pool_id.to_owned(),
        });
    }
    Ok(())
}

fn check_url(url: &str) -> Result<(), Error> {
    let invalid = |reason| Err(Error::IssuerUrl { reason });
    let Some(rest) = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
    else {
        return invalid("does not start with https:// or http://");
    };
    if url.len() > URL_LIMIT {
        return invalid("is longer than 2048 bytes");
    }
    if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
        return invalid("has a space, a control character or one that is not ASCII");
    }
    if url.contains(['?', '#', '\\']) {
        return invalid("has a query, a fragment or a backslash");
    }
    let authority = rest.split('/').next().unwrap_or_default();
    if authority.is_empty() || authority.contains('@') {
        return invalid("has no host, or a user name before it");
    }
    Ok(())
}
