use alloc::format;
use alloc::string::String;
use core::fmt::Write as _;

use crate::SoftwareTokenSecret;

impl SoftwareTokenSecret {
    /// The secret as authenticator apps read it from a QR code: `otpauth://totp/…`, the key URI
    /// format that they share.
    ///
    /// `issuer` and `account` are what the app shows beside the code; any text will do.
    ///
    /// ```
    /// use poolgate_flow::SoftwareTokenSecret;
    ///
    /// let secret = SoftwareTokenSecret::from("JBSWY3DPEHPK3PXP");
    /// assert_eq!(
    ///     secret.otpauth_uri("Acme & Co", "ana@example.com").expose(),
    ///     "otpauth://totp/Acme%20%26%20Co:ana%40example.com\
    ///      ?secret=JBSWY3DPEHPK3PXP&issuer=Acme%20%26%20Co",
    /// );
    /// ```
    #[must_use]
    pub fn otpauth_uri(&self, issuer: &str, account: &str) -> Self {
        let (issuer, account) = (percent_encoded(issuer), percent_encoded(account));
        let secret = percent_encoded(self.expose());
        format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}").into()
    }
}

/// All but the unreserved characters of RFC 3986 section 2.3 encoded.
fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}
