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
//!            waiting.receive(reply, now)            and consumes the state with the reply
//!                          │
//!        ┌─────────────────┼──────────────────┐
//!   Step::Send        Step::Challenge     Step::SignedIn
//!   (Waiting, Request)  challenge.answer…    Tokens
//!                       ──► (Waiting, Request)
//! ```
//!
//! A state can be used once only, so that steps cannot be taken in the wrong order:
//!
//! ```compile_fail
//! # fn twice(waiting: poolgate_flow::Waiting, reply: poolgate_flow::Reply, now: poolgate_flow::Timestamp) {
//! let _ = waiting.receive(reply.clone(), now);
//! let _ = waiting.receive(reply, now); // the state went with the first reply
//! # }
//! ```
//!
//! A sign-in with a password, driven by a script instead of a service:
//!
//! ```
//! use poolgate_flow::{AppClient, Password, Response, SignIn, Step, Timestamp, Username};
//!
//! let app = AppClient::public("us-east-1_Example1".parse()?, "4h57examplec1ient".parse()?);
//! let sign_in = SignIn::new(app, Username::new("ana")?);
//! let (waiting, request) = sign_in.with_password(&Password::new("correct horse".into())?);
//! assert_eq!(request.operation(), "InitiateAuth");
//!
//! // … here the request would travel; this is what the service might answer:
//! let reply = Ok(Response::challenge("SMS_MFA").session("opaque"));
//! match waiting.receive(reply, Timestamp::from_unix(0))? {
//!     Step::Challenge(challenge) => assert_eq!(challenge.name().as_str(), "SMS_MFA"),
//!     _ => unreachable!(),
//! }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! What it does not do: keep tokens, verify them (`poolgate-token`), retry a lost request.
#![no_std]

extern crate alloc;

mod app_client;
mod auth_flow;
mod challenge;
mod challenge_name;
mod error;
mod error_code;
mod pool_id;
mod refresh;
mod region;
mod request;
mod response;
mod secret;
mod service_error;
mod sign_in;
mod tokens;
mod username;

pub use app_client::{AppClient, ClientId, ClientSecret};
pub use auth_flow::AuthFlow;
pub use challenge::{Challenge, MfaCode, NewPasswordRequired, OtherChallenge};
pub use challenge_name::ChallengeName;
pub use error::{Error, Failure};
pub use error_code::ErrorCode;
pub use pool_id::PoolId;
pub use poolgate_srp::Timestamp;
pub use refresh::Refresh;
pub use region::Region;
pub use request::{
    ClientMetadata, GetTokensFromRefreshToken, InitiateAuth, Parameters, Request,
    RespondToAuthChallenge,
};
pub use response::{AuthenticationResult, NewDeviceMetadata, Reply, Response};
pub use secret::{AccessToken, ChallengeSession, DeviceKey, IdToken, Password, RefreshToken};
pub use service_error::ServiceError;
pub use sign_in::{SignIn, Step, Waiting};
pub use tokens::Tokens;
pub use username::Username;
