use alloc::string::{String, ToString};
use core::fmt;

use crate::challenge_name::vocabulary;

vocabulary! {
    /// Where an account stands (protocol.md 9.1).
    UserStatus {
        /// No longer in use; the service does not set it any more.
        Archived = "ARCHIVED",
        /// Threat protection found the password in a leak.
        Compromised = "COMPROMISED",
        /// The user can sign in.
        Confirmed = "CONFIRMED",
        /// The user signs in at another identity provider.
        ExternalProvider = "EXTERNAL_PROVIDER",
        /// The password is temporary: the next sign-in asks for another one.
        ForceChangePassword = "FORCE_CHANGE_PASSWORD",
        /// An administrator, or an import, asks for a new password.
        ResetRequired = "RESET_REQUIRED",
        /// Signed up, and not confirmed yet.
        Unconfirmed = "UNCONFIRMED",
        /// The service does not know.
        Unknown = "UNKNOWN",
    }
}
