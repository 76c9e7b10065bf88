//! Signing in without a person: with the password of a profile that is configured as for
//! cognitoinator, which signs in by itself.

use poolgate::{Session, SignInStep, Username};

use crate::failure::{Failure, Kind};
use crate::method::Method;
use crate::reachable::Reachable;
use crate::session;
use crate::signed_in;

/// A new session of the profile's user, kept for later commands. Who has no password, or is asked
/// for more, has to sign in.
pub(crate) async fn sign_in(reachable: &Reachable, name: &str) -> Result<Session, Failure> {
    let profile = &reachable.profile;
    let Some(password) = profile.password.clone() else {
        return Err(profile.sign_in_needed(&format!("{name} has no session")));
    };
    let username = Username::new(name).map_err(|error| Failure::new(Kind::SignIn, error))?;
    let attempt = session::user_pool(reachable)?
        .sign_in(username)
        .client_metadata(profile.client_metadata.clone());
    let step = match profile.method {
        Method::Password => attempt.with_password(password).await,
        _ => attempt.with_srp(password).await,
    };
    let session = match step? {
        SignInStep::SignedIn(session) => session,
        SignInStep::Challenge(challenge) => {
            return Err(profile.sign_in_needed(&format!("the pool asks for {}", challenge.name())));
        }
        _ => return Err(profile.sign_in_needed("the pool asks for more")),
    };
    session
        .keep_in(session::store(profile)?, Some(name))
        .await?;
    signed_in::remember(profile, name)?;
    Ok(session)
}
