use alloc::string::{String, ToString};
use core::fmt;

use crate::challenge_name::vocabulary;

vocabulary! {
    /// How an identity provider is spoken to (protocol.md 9.6).
    IdentityProviderType {
        /// Facebook Login.
        Facebook = "Facebook",
        /// Sign in with Google.
        Google = "Google",
        /// Login with Amazon.
        LoginWithAmazon = "LoginWithAmazon",
        /// OpenID Connect, by any provider.
        Oidc = "OIDC",
        /// SAML 2.0, by any provider.
        Saml = "SAML",
        /// Sign in with Apple.
        SignInWithApple = "SignInWithApple",
    }
}
