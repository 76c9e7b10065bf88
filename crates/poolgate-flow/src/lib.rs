//! Amazon Cognito's vocabulary, and its sign-in as a value that moves.
//!
//! This crate is the one place that knows the order of challenges. It opens no socket, reads no
//! clock and draws no randomness of its own: whoever drives it sends the [`Request`]s it makes and
//! hands back what came in reply. The Rust library drives it over the AWS SDK, tests drive it over
//! scripts, and both walk the same path.
//!
//! ```text
//!  SignIn::with_srp ──► (Waiting, Request)          the caller sends the request
//!                          │
//!          waiting.receive(reply, now, rng)         and consumes the state with the reply
//!                          │
//!        ┌─────────────────┼──────────────────┐
//!   Step::Send        Step::Challenge     Step::SignedIn
//!   (Waiting, Request)  challenge.answer…    Tokens
//!                       ──► (Waiting, Request)
//! ```
//!
//! A state can be used once only, so that steps cannot be taken in the wrong order:
//!
//! ```compile_fail,E0382
//! # use poolgate_flow::{Reply, Timestamp, Waiting};
//! # use rand_core::CryptoRng;
//! # fn twice(waiting: Waiting, reply: Reply, now: Timestamp, rng: &mut impl CryptoRng) {
//! let _ = waiting.receive(reply.clone(), now, rng);
//! let _ = waiting.receive(reply, now, rng); // the state went with the first reply
//! # }
//! ```
//!
//! With a state for each reply it compiles:
//!
//! ```
//! # use poolgate_flow::{Reply, Timestamp, Waiting};
//! # use rand_core::CryptoRng;
//! # fn both(one: Waiting, other: Waiting, reply: Reply, now: Timestamp, rng: &mut impl CryptoRng) {
//! let _ = one.receive(reply.clone(), now, rng);
//! let _ = other.receive(reply, now, rng);
//! # }
//! ```
//!
//! A sign-in with a password, driven by a script instead of a service:
//!
//! ```
//! use getrandom::{SysRng, rand_core::UnwrapErr};
//! use poolgate_flow::{AppClient, Password, Response, SignIn, Step, Timestamp, Username};
//!
//! let app = AppClient::public("us-east-1_Example1".parse()?, "4h57examplec1ient".parse()?);
//! let sign_in = SignIn::new(app, Username::new("ana")?);
//! let (waiting, request) = sign_in.with_password(&Password::new("correct horse".into())?);
//! assert_eq!(request.operation(), "InitiateAuth");
//!
//! // … here the request would travel; this is what the service might answer:
//! let reply = Ok(Response::challenge("SMS_MFA").session("opaque"));
//! match waiting.receive(reply, Timestamp::from_unix(0), &mut UnwrapErr(SysRng))? {
//!     Step::Challenge(challenge) => assert_eq!(challenge.name().as_str(), "SMS_MFA"),
//!     _ => unreachable!(),
//! }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! What it does not do: keep tokens, verify them (`poolgate-token`), retry a lost request.
#![no_std]
// The list is in clippy.toml; what a test needs, it may draw.
#![cfg_attr(not(test), deny(clippy::disallowed_methods, clippy::disallowed_types))]

extern crate alloc;

mod app_client;
mod auth_flow;
mod caller_context;
mod challenge;
mod challenge_name;
mod device;
mod error;
mod error_code;
mod identity_provider_type;
mod pool_id;
mod refresh;
mod region;
mod request;
mod response;
mod sealed_challenge;
mod secret;
mod service_error;
mod sign_in;
mod software_token;
mod step;
mod tokens;
mod user_status;
mod username;

pub use app_client::{AppClient, ClientId, ClientSecret};
pub use auth_flow::AuthFlow;
pub use caller_context::CallerContext;
pub use challenge::{
    Challenge, CustomChallenge, MfaSetup, NewPasswordRequired, OneTimeCode, OtherChallenge,
    PasswordChallenge, SelectChallenge, SelectMfaType, SoftwareTokenSetup, WebAuthn,
};
pub use challenge_name::ChallengeName;
pub use device::{Device, DeviceSecretVerifier};
pub use error::{Error, Failure};
pub use error_code::ErrorCode;
pub use identity_provider_type::IdentityProviderType;
pub use pool_id::PoolId;
pub use poolgate_srp::Timestamp;
pub use refresh::Refresh;
pub use region::Region;
pub use request::{
    AssociateSoftwareToken, ClientMetadata, GetTokensFromRefreshToken, InitiateAuth, Parameters,
    Request, RespondToAuthChallenge, VerifySoftwareToken,
};
pub use response::{AuthenticationResult, NewDeviceMetadata, Reply, Response};
pub use sealed_challenge::SealingKey;
pub use secret::{
    AccessToken, ChallengeSession, DeviceKey, DevicePassword, IdToken, Password, RefreshToken,
    SoftwareTokenSecret,
};
pub use service_error::{ServiceError, SessionProblem};
pub use sign_in::{FirstFactor, SignIn};
pub use step::{Step, Waiting};
pub use tokens::Tokens;
pub use user_status::UserStatus;
pub use username::Username;
