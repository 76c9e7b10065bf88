//! The entities: what the server keeps, one file each.

mod account_recovery;
mod asked_device;
mod attributes;
mod authorization_code;
mod browser_session;
mod confirmation_code;
mod device;
mod failed_attempts;
mod grant;
mod group;
mod group_membership;
mod identity;
mod identity_pool;
mod identity_provider;
mod linked_identity;
mod message;
mod message_templates;
mod mfa_factor;
mod open_id_signing_key;
mod pool_factors;
mod principal_tags;
mod resource_server;
mod role_session;
mod schema;
mod server_record;
mod signing_certificate;
mod signing_keys;
mod software_token;
mod spent_identifier;
mod temporary_credentials;
mod token_family;
mod user;
mod user_pool;
mod user_pool_client;
mod user_pool_domain;
mod user_search;
mod web_authn_configuration;
mod web_authn_credential;

pub(crate) use account_recovery::RecoveryMechanism;
pub(crate) use asked_device::AskedDevice;
pub(crate) use attributes::{Attribute, Attributes};
pub(crate) use authorization_code::AuthorizationCode;
pub(crate) use browser_session::BrowserSession;
pub(crate) use confirmation_code::{CodePurpose, ConfirmationCode};
pub(crate) use device::{Device, DeviceIdentity};
pub(crate) use failed_attempts::FailedAttempts;
pub(crate) use grant::Grant;
pub(crate) use group::Group;
pub(crate) use group_membership::GroupMembership;
pub(crate) use identity::Identity;
pub(crate) use identity_pool::{
    AmbiguousRoleResolution, CognitoIdentityProvider, IdentityPool, IdentityPoolSettings,
    MappingRule, MatchType, RoleMapping, RoleMappingKind,
};
pub(crate) use identity_provider::{IdentityProvider, ProviderDetails, ProviderType};
pub(crate) use linked_identity::{LinkedIdentity, SUBJECT};
pub(crate) use message::{DeliveryMedium, Message, MessageKind};
pub(crate) use message_templates::{EmailMfaConfiguration, EmailOption, InviteMessageTemplate};
pub(crate) use mfa_factor::{MfaFactor, MfaPreference};
pub(crate) use open_id_signing_key::OpenIdSigningKey;
pub(crate) use pool_factors::PoolFactors;
pub(crate) use principal_tags::PrincipalTagMap;
pub(crate) use resource_server::ResourceServer;
pub(crate) use role_session::{RoleSession, of_identity_pools};
pub(crate) use schema::{
    AttributeDataType, SchemaAttribute, SchemaAttributeInput, add_custom, schema_with,
};
pub(crate) use server_record::ServerRecord;
pub(crate) use signing_certificate::SigningCertificate;
pub(crate) use signing_keys::SigningKeys;
pub(crate) use software_token::{SoftwareToken, TotpSecret, VerifiedToken};
pub(crate) use spent_identifier::SpentIdentifier;
pub(crate) use temporary_credentials::TemporaryCredentials;
pub(crate) use token_family::TokenFamily;
pub(crate) use user::{Credential, Naming, User, UserStatus, name_index};
pub(crate) use user_pool::{
    AuthFactor, DeletionProtection, DeviceConfiguration, MfaConfiguration, Object, PasswordPolicy,
    UserPool, UserPoolSettings, UserPoolTier,
};
pub(crate) use user_pool_client::{AppClientSecret, ClientSecret, ClientSettings, UserPoolClient};
pub(crate) use user_pool_domain::{ManagedLoginVersion, UserPoolDomain};
pub(crate) use user_search::{SearchAttribute, UserRange};
pub(crate) use web_authn_configuration::{
    FactorConfiguration, UserVerification, WebAuthnConfiguration,
};
pub(crate) use web_authn_credential::{WebAuthnCredential, WebAuthnRegistration};
