//! Verifying what authenticators say (Web Authentication Level 3): passkeys being made and used.

mod assertion;
mod authenticator_data;
mod ceremony;
mod credential_key;
mod registration;
mod wire;

pub(crate) use assertion::{AuthenticationResponse, verify_assertion};
pub(crate) use ceremony::{Ceremony, Refusal, encoded};
pub(crate) use credential_key::CredentialKey;
pub(crate) use registration::{NewCredential, RegistrationResponse, verify_registration};
