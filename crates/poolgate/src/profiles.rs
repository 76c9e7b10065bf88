//! Profiles: which pools, as whom and how, read from where people keep it.
//!
//! ```text
//!  Poolgate's file (TOML) ───────► ProfileFile ────────────┐
//!  cognitoinator's file (INI) ───► CognitoCredentialsFile ─┼─► Profile ─► PoolId, Role, CredentialFlow …
//!  COGNITO_… ────────────────────► Profile::from_environment ┤
//!  a program's own pairs ────────► Profile::from_cognito_config ┘
//! ```
//!
//! What is explicit wins over a profile: [`Profile::or`]. A profile wins over the environment as a
//! whole and not key by key, so that one user's name never meets another's password: [`Sources`].
//!
//! ```
//! use std::path::Path;
//!
//! use poolgate::profiles::{Profile, ProfileFile};
//!
//! let text = "
//!     [profiles.base]
//!     pool_id = 'eu-west-1_AbCdEf123'
//!     client_id = '4h57exampleclient'
//!     [profiles.reader]
//!     inherits = 'base'
//!     identity_pool_id = 'eu-west-1:a-b-c'
//!     role_suffix = '-reader'
//! ";
//! let file = ProfileFile::parse(text, Path::new("config.toml"))?;
//! let explicit = Profile { username: Some("ana".to_owned()), ..Profile::default() };
//! let profile = explicit.or(&file.profile("reader")?);
//! assert_eq!(profile.username.as_deref(), Some("ana"));
//! assert_eq!(profile.require_pool_id()?.as_str(), "eu-west-1_AbCdEf123");
//! # Ok::<(), poolgate::profiles::ProfileError>(())
//! ```

mod cognito_config;
mod cognito_credentials_file;
mod cognito_environment;
mod edit;
mod error;
mod flow;
mod ini;
mod method;
mod name;
mod profile;
mod profile_file;
mod sources;

pub use cognito_credentials_file::CognitoCredentialsFile;
pub use edit::{edit_profile_file, insert_profile};
pub use error::{Place, ProfileError};
pub use flow::Flow;
pub use method::{Method, UnknownWord};
pub use name::check_name;
pub use profile::Profile;
pub use profile_file::ProfileFile;
pub use sources::{Found, Source, Sources};
