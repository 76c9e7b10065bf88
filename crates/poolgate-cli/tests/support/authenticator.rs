//! An authenticator app (RFC 6238), by somebody else's code.

use std::time::{SystemTime, UNIX_EPOCH};

use totp_rs::{Builder, Secret};

/// An app that was given a secret.
pub(crate) struct App {
    secret: String,
}

impl App {
    /// Takes the secret as people copy it.
    pub(crate) fn with_secret(text: &str) -> Self {
        let secret = text.split_whitespace().collect();
        Self { secret }
    }

    /// The code that it shows so many seconds from now.
    pub(crate) fn code(&self, offset_seconds: u64) -> String {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_secs();
        let secret = Secret::try_from_base32(&self.secret).unwrap();
        let totp = Builder::new().with_secret(secret).build().unwrap();
        totp.generate(now + offset_seconds).to_string()
    }
}
