//! What the operations on users share.

pub(crate) mod attribute_update;
pub(crate) mod attributes;
pub(crate) mod codes;
pub(crate) mod confirmation;
pub(crate) mod contact;
pub(crate) mod deletion;
pub(crate) mod delivery;
pub(crate) mod devices;
pub(crate) mod directory;
pub(crate) mod filter;
pub(crate) mod first_factors;
pub(crate) mod groups;
pub(crate) mod identity_links;
pub(crate) mod letter;
pub(crate) mod lockout;
pub(crate) mod mfa_preference;
pub(crate) mod passkeys;
pub(crate) mod password;
pub(crate) mod password_history;
pub(crate) mod recovery;
pub(crate) mod registration;
pub(crate) mod second_factors;
pub(crate) mod sign_up;
pub(crate) mod simulation;
pub(crate) mod software_token;
