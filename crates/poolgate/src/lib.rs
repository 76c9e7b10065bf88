//! Amazon Cognito for programs: sign a user in to a *user pool*, keep the tokens fresh and
//! verified, turn them into temporary AWS credentials at an *identity pool*, and administer the pool
//! and its users.
//!
//! ```text
//!  UserPool ── sign_in().with_… ──► Challenge ── answer ──► Session ── fresh_tokens ──► TokenSet
//!     └── browser_sign_in ──► Authorization ── complete ────►  │
//!                       TokenStore ◄── keep_in / resume_from ──┤
//!                                                              │
//!  IdentityPool ──────────────────► IdentityCredentials ◄──────┘
//!                                     any client of the AWS SDK for Rust
//!
//!  UserPools ── administration ──► Administration ── users, groups, app_clients … ──► Pages
//! ```
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use aws_credential_types::provider::SharedCredentialsProvider;
//! use poolgate::{
//!     FileStore, IdentityCredentials, IdentityPool, Password, SignInStep, UserPool, Username,
//! };
//!
//! # async fn example(password: Password) -> Result<(), Box<dyn std::error::Error>> {
//! let pool = UserPool::builder("eu-west-1_AbCdEf123".parse()?, "4h57exampleclient".parse()?)
//!     .build()?;
//! let session = match pool.sign_in(Username::new("ana")?).with_srp(password).await? {
//!     SignInStep::SignedIn(session) => session,
//!     SignInStep::Challenge(challenge) => return Err(challenge.name().as_str().into()),
//!     _ => return Err("a newer version knows more steps".into()),
//! };
//! session.keep_in(Arc::new(FileStore::new("/home/ana/.local/state/app")), None).await?;
//!
//! let identity_pool = IdentityPool::builder("eu-west-1:a-b-c".parse()?).build()?;
//! let credentials = IdentityCredentials::new(identity_pool, session);
//! let config = aws_types::SdkConfig::builder()
//!     .credentials_provider(SharedCredentialsProvider::new(credentials))
//!     .build();
//! # Ok(())
//! # }
//! ```
//!
//! # What it sees to
//!
//! - A password is proven by SRP and never sent, unless you ask for that flow.
//! - Both tokens are verified completely before you see them: signature, issuer, app client, use,
//!   times. A reply that fails is an error, and nothing of it is kept.
//! - Refreshes happen once, however many ask and in however many processes; a rotated refresh
//!   token is kept before it is used.
//! - Every wait has an end ([`Timeouts`]), and a future may be dropped at any time.
//! - An update keeps what it does not name, though the service would reset it, and a list comes
//!   whole, page by page.
//! - The environment is an argument ([`Environment`]). Without one, nothing of the process's
//!   environment counts.
//! - Secrets do not show in `Debug`, in errors or in logs.
//!
//! # What it does not do
//!
//! It does not hide the AWS SDK: [`UserPool::client`], [`Administration::client`] and
//! [`IdentityPool::client`] are there for all other operations, and `sdk_config` of the builders
//! takes your configuration. It prompts nobody and opens no browser, though it says which URL to open
//! and takes what the browser brings back ([`oauth`]). It installs no process-wide TLS provider.

// What a library has to say is an error, or a line for `tracing`.
#![deny(clippy::print_stderr, clippy::print_stdout)]

mod accounts;
mod administration;
mod change;
mod connection;
mod credentials;
#[cfg(feature = "aws-config")]
mod default_chain;
mod environment;
mod error;
mod http;
mod identity_pool;
mod identity_pools;
mod key_source;
mod lifetime;
pub mod oauth;
mod pages;
#[cfg(feature = "profiles")]
pub mod profiles;
mod service_clock;
mod session;
mod sign_in;
mod signing;
mod single_flight;
mod store;
mod timeouts;
mod unix_time;
mod user_pool;
mod user_pools;

/// The AWS SDK's crates at the versions that this library uses: for the types of descriptions, for
/// what the builders take and give, and for what the library does not have.
pub use {
    aws_credential_types, aws_sdk_cognitoidentity, aws_sdk_cognitoidentityprovider,
    aws_smithy_async, aws_types,
};

pub use accounts::{
    AttributeNames, AttributeValue, Attributes, CodeDelivery, ConfirmSignUp, DeliveryMedium,
    SignUp, SignedUp,
};
pub use administration::{
    Administration, AdministrationBuilder, AppClientSecret, AppClientSummary, CreateUser, Domain,
    DomainSettings, Group, GroupSettings, IdentityProvider, IdentityProviderSettings,
    IdentityProviderSummary, ResourceServer, ResourceServerSettings, SearchableAttribute, User,
    UserFilter,
};
pub use credentials::{
    AwsCredentials, Cached, CredentialCache, CredentialKey, IdentityCredentials,
    IdentityCredentialsBuilder, LoginsFuture, ProvideLogins,
};
pub use environment::Environment;
pub use error::Error;
pub use identity_pool::{
    ClassicFlow, CredentialFlow, IdentityPool, IdentityPoolBuilder, IdentityPoolId, Login, Logins,
    OpenIdToken, Role,
};
pub use identity_pools::{
    DeveloperToken, Identity, IdentityPoolDescription, IdentityPoolRoles, IdentityPoolSettings,
    IdentityPoolSummary, IdentityPools, IdentityPoolsBuilder, PrincipalTags, UndeletedIdentity,
};
pub use pages::Pages;
pub use poolgate_flow::Error as FlowError;
pub use poolgate_flow::{
    AccessToken, CallerContext, ChallengeName, ChallengeSession, ClientId, ClientMetadata,
    ClientSecret, CustomChallenge, Device, DeviceKey, DevicePassword, ErrorCode, FirstFactor,
    IdToken, IdentityProviderType, MfaSetup, NewPasswordRequired, OneTimeCode, OtherChallenge,
    Parameters, Password, PasswordChallenge, PoolId, RefreshToken, Region, SealingKey,
    SelectChallenge, SelectMfaType, ServiceError, SessionProblem, SoftwareTokenSecret,
    SoftwareTokenSetup, UserStatus, Username, WebAuthn,
};
pub use poolgate_token::Error as TokenError;
pub use poolgate_token::{AccessClaims, IdClaims, Issuer, Scopes};
pub use session::{
    DeviceDescription, KeeperStatus, Mfa, MfaFactor, MfaPreference, Session, TokenKeeper, TokenSet,
};
pub use sign_in::{AnswerFailed, Challenge, Pending, SignIn, SignInStep};
pub use store::{
    FileStore, LockedSession, MemoryStore, Notice, SessionKey, SessionRecord, StoreError, Tampered,
    TokenCacheFile, TokenStore,
};
pub use timeouts::Timeouts;
pub use user_pool::{UserPool, UserPoolBuilder};
pub use user_pools::{UserPoolSummary, UserPools, UserPoolsBuilder};

/// The Rust of the README, which must compile.
#[cfg(all(doctest, feature = "loopback"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
