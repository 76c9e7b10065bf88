use alloc::string::{String, ToString};
use core::fmt;

use crate::challenge_name::vocabulary;

vocabulary! {
    /// How a sign-in begins: `AuthFlow` of `InitiateAuth` (protocol.md 3.1).
    AuthFlow {
        /// Admin sign-in with the password, the older name.
        AdminNoSrpAuth = "ADMIN_NO_SRP_AUTH",
        /// Admin sign-in with the password.
        AdminUserPasswordAuth = "ADMIN_USER_PASSWORD_AUTH",
        /// Challenges that the pool's Lambda triggers define.
        CustomAuth = "CUSTOM_AUTH",
        /// New tokens for a refresh token, where rotation is off.
        RefreshTokenAuth = "REFRESH_TOKEN_AUTH",
        /// The user chooses among first factors.
        UserAuth = "USER_AUTH",
        /// The password itself.
        UserPasswordAuth = "USER_PASSWORD_AUTH",
        /// The password proven by SRP.
        UserSrpAuth = "USER_SRP_AUTH",
    }
}
