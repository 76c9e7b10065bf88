//! Temporary AWS credentials: what they are, the provider that keeps them fresh, and the file
//! that a command-line tool answers from.

mod cache;
mod fetch;
mod identity_credentials;
mod provide_logins;

use std::fmt;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use zeroize::Zeroizing;

pub use cache::{Cached, CredentialCache, CredentialKey};
pub use identity_credentials::{IdentityCredentials, IdentityCredentialsBuilder};
pub use provide_logins::{LoginsFuture, ProvideLogins};

/// New ones are fetched when less than this is left, or less than half of their life. botocore
/// asks again on every call when less than 15 minutes are left.
const MARGIN: Duration = Duration::from_mins(20);

/// Temporary AWS credentials of an identity pool's identity.
#[derive(Clone)]
pub struct AwsCredentials {
    pub(crate) identity_id: String,
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: SecretString,
    pub(crate) session_token: SecretString,
    pub(crate) expires_at: SystemTime,
}

impl AwsCredentials {
    /// The identity that they are for, `<region>:<uuid>`.
    #[must_use]
    pub fn identity_id(&self) -> &str {
        &self.identity_id
    }

    /// The access key's id, which is no secret.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The secret access key.
    #[must_use]
    pub fn secret_access_key(&self) -> &str {
        self.secret_access_key.expose_secret()
    }

    /// The session token.
    #[must_use]
    pub fn session_token(&self) -> &str {
        self.session_token.expose_secret()
    }

    /// When AWS stops taking them, by AWS's clock.
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        self.expires_at
    }

    /// How long they still live at this time; zero once they are over.
    #[must_use]
    pub fn remaining(&self, now: SystemTime) -> Duration {
        self.expires_at.duration_since(now).unwrap_or_default()
    }

    /// Whether they live long enough to be given out without asking for new ones.
    pub(crate) fn is_fresh(
        &self,
        received_at: SystemTime,
        now: SystemTime,
        margin: Duration,
    ) -> bool {
        let life = self.remaining(received_at);
        let left = self.remaining(now);
        !left.is_zero() && left >= margin.min(life / 2)
    }

    /// The line that an AWS SDK reads from the program named by `credential_process`, without the
    /// line's end.
    pub fn to_process_json(&self) -> Result<Zeroizing<String>, crate::Error> {
        let output = ProcessOutput {
            version: 1,
            access_key_id: &self.access_key_id,
            secret_access_key: self.secret_access_key(),
            session_token: self.session_token(),
            expiration: self.expiration()?,
        };
        let json = serde_json::to_string(&output).map_err(|_| crate::Error::UnusableExpiry)?;
        Ok(Zeroizing::new(json))
    }

    /// When they end, as RFC 3339 with `Z`: what `AWS_CREDENTIAL_EXPIRATION` and
    /// `credential_process` want.
    pub fn expiration(&self) -> Result<String, crate::Error> {
        let seconds = crate::unix_time::to_unix(self.expires_at);
        let seconds = i64::try_from(seconds).map_err(|_| crate::Error::UnusableExpiry)?;
        DateTime::from_secs(seconds)
            .fmt(Format::DateTime)
            .map_err(|_| crate::Error::UnusableExpiry)
    }
}

impl From<&AwsCredentials> for Credentials {
    fn from(credentials: &AwsCredentials) -> Self {
        Credentials::new(
            credentials.access_key_id(),
            credentials.secret_access_key(),
            Some(credentials.session_token().to_owned()),
            Some(credentials.expires_at()),
            "poolgate",
        )
    }
}

impl fmt::Debug for AwsCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AwsCredentials")
            .field("identity_id", &self.identity_id)
            .field("access_key_id", &self.access_key_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ProcessOutput<'a> {
    // A number: one SDK refuses a string.
    version: u32,
    access_key_id: &'a str,
    secret_access_key: &'a str,
    session_token: &'a str,
    expiration: String,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::unix_time::from_unix;

    pub(crate) fn credentials() -> AwsCredentials {
        AwsCredentials {
            identity_id: "eu-west-1:0a1b".to_owned(),
            access_key_id: "ASIAEXAMPLE".to_owned(),
            secret_access_key: "key-secret".into(),
            session_token: "token-secret".into(),
            expires_at: from_unix(1_795_323_600).unwrap(),
        }
    }

    #[test]
    fn the_process_format_is_what_the_sdks_read() {
        let json = credentials().to_process_json().unwrap();
        let expected = "{\"Version\":1,\"AccessKeyId\":\"ASIAEXAMPLE\",\
            \"SecretAccessKey\":\"key-secret\",\"SessionToken\":\"token-secret\",\
            \"Expiration\":\"2026-11-22T05:00:00Z\"}";
        assert_eq!(*json, expected);
    }

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!("{:?}", credentials());
        assert!(
            shown.contains("ASIAEXAMPLE") && !shown.contains("secret"),
            "{shown}"
        );
    }

    #[test]
    fn a_short_life_is_used_for_half_of_it() {
        let received_at = credentials().expires_at() - Duration::from_mins(10);
        let after = |seconds| received_at + Duration::from_secs(seconds);
        assert!(credentials().is_fresh(received_at, after(300), MARGIN));
        assert!(!credentials().is_fresh(received_at, after(301), MARGIN));
    }

    #[test]
    fn a_long_life_ends_20_minutes_early() {
        let received_at = credentials().expires_at() - Duration::from_hours(1);
        let after = |seconds| received_at + Duration::from_secs(seconds);
        assert!(credentials().is_fresh(received_at, after(2400), MARGIN));
        assert!(!credentials().is_fresh(received_at, after(2401), MARGIN));
    }

    #[test]
    fn they_end_at_zero() {
        let remaining = |seconds| {
            credentials()
                .remaining(from_unix(seconds).unwrap())
                .as_secs()
        };
        assert_eq!(remaining(1_795_323_000), 600);
        assert_eq!(remaining(1_795_323_601), 0);
    }
}
