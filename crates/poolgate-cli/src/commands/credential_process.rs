//! `poolgate credential-process`: credentials for every AWS SDK.
//!
//! With fresh credentials in the cache this reads a few small files and writes one line: no
//! runtime, no TLS, no trust store.

use std::process::ExitCode;

use poolgate::AwsCredentials;

use crate::arguments::CredentialProcess;
use crate::bounded;
use crate::failure::Failure;
use crate::output;
use crate::profile::Resolved;
use crate::reachable::Reachable;
use crate::session;
use crate::signed_in;

pub(crate) fn run(arguments: &CredentialProcess) -> Result<ExitCode, Failure> {
    let profile = Resolved::from_arguments(&arguments.connection)?.in_use()?;
    let credentials = match session::cached_credentials(&profile)? {
        Some(credentials) => credentials,
        None => fresh(&Reachable::from_profile(profile)?)?,
    };
    output::line(&credentials.to_process_json()?)
}

/// Credentials that live for a while: the cached ones or new ones.
pub(crate) fn fresh(reachable: &Reachable) -> Result<AwsCredentials, Failure> {
    let profile = &reachable.profile;
    if let Some(credentials) = session::cached_credentials(profile)? {
        return Ok(credentials);
    }
    bounded::block_on(async {
        let kept = session::kept(reachable).await?;
        let name = signed_in::name(profile)?.unwrap_or_default();
        let credentials = session::credentials(reachable, &kept, &name)?;
        credentials.credentials().await.map_err(|error| Failure::of_session(error, profile))
    })
}
