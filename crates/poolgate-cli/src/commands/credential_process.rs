//! `poolgate credential-process`: credentials for every AWS SDK.
//!
//! With fresh credentials in the cache this reads a few small files and writes one line: no
//! runtime, no TLS, no trust store.

use std::process::ExitCode;

use poolgate::{AwsCredentials, Session};

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
    let name = signed_in::name(&profile)?;
    let credentials = match session::cached_credentials(&profile, &name)? {
        Some(credentials) => credentials,
        None => fetch(&Reachable::from_profile(profile)?, &name)?,
    };
    output::line(&credentials.to_process_json()?)
}

/// Credentials that live for a while: the cached ones or new ones.
pub(crate) fn fresh(reachable: &Reachable) -> Result<AwsCredentials, Failure> {
    let name = signed_in::name(&reachable.profile)?;
    match session::cached_credentials(&reachable.profile, &name)? {
        Some(credentials) => Ok(credentials),
        None => fetch(reachable, &name),
    }
}

fn fetch(reachable: &Reachable, name: &str) -> Result<AwsCredentials, Failure> {
    bounded::block_on(async {
        let credentials = async |kept: &Session| {
            let credentials = session::credentials(reachable, kept, name)?;
            Ok(credentials.credentials().await)
        };
        session::with_kept(reachable, name, credentials).await
    })
}
