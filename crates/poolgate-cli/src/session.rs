//! The session and the credentials that a profile means.

use std::sync::Arc;

use poolgate::{
    AwsCredentials, ClientSecret, CredentialCache, CredentialKey, Environment, Error, FileStore,
    IdentityCredentials, IdentityPool, Notice, Session, SessionKey, TokenCacheFile, TokenStore,
    UserPool,
};

use crate::clock;
use crate::failure::Failure;
use crate::notice::notice;
use crate::paths;
use crate::profile::Profile;
use crate::reachable::Reachable;
use crate::unattended;

/// The user pool of a profile.
pub(crate) fn user_pool(reachable: &Reachable) -> Result<UserPool, Failure> {
    pool_of(reachable, reachable.profile.client_secret.read()?)
}

/// The same for what is done here alone, where nobody asks for the app client's secret.
pub(crate) fn user_pool_without_secret(reachable: &Reachable) -> Result<UserPool, Failure> {
    pool_of(reachable, None)
}

fn pool_of(reachable: &Reachable, secret: Option<ClientSecret>) -> Result<UserPool, Failure> {
    let profile = &reachable.profile;
    let mut builder = UserPool::builder(profile.pool_id.clone(), profile.client_id.clone())
        .client_secret(secret)
        .region(profile.region.clone())
        .environment(Environment::from_process());
    if let Some(url) = reachable.user_pool_url() {
        builder = builder.endpoint_url(url);
    }
    if let Some(domain) = reachable.domain()? {
        builder = builder.domain(domain);
    }
    Ok(builder.build()?)
}

/// The same with its domain, which the pool is asked for where nobody has named it.
pub(crate) async fn pool_with_domain(reachable: &Reachable) -> Result<UserPool, Failure> {
    let pool = user_pool(reachable)?;
    if pool.domain().is_none() {
        pool.discover_domain().await?;
    }
    Ok(pool)
}

/// The session that is kept for a user, or one that needs no person to begin.
pub(crate) async fn kept(reachable: &Reachable, name: &str) -> Result<Session, Failure> {
    let session = user_pool(reachable)?
        .resume_from(store(&reachable.profile)?, Some(name))
        .await?;
    match session {
        Some(session) => Ok(session),
        None => unattended::sign_in(reachable, name).await,
    }
}

/// Does something with a user's session; once more with a new one where the kept one has turned out
/// to be over, and no person is needed.
pub(crate) async fn with_kept<T>(
    reachable: &Reachable,
    name: &str,
    action: impl AsyncFn(&Session) -> Result<Result<T, Error>, Failure>,
) -> Result<T, Failure> {
    let outcome = match action(&kept(reachable, name).await?).await? {
        Err(error) if error.needs_sign_in() && reachable.profile.password.is_some() => {
            action(&unattended::sign_in(reachable, name).await?).await?
        }
        outcome => outcome,
    };
    outcome.map_err(|error| Failure::of_session(error, &reachable.profile))
}

/// AWS credentials that refresh with a session and are kept for other processes.
pub(crate) fn credentials(
    reachable: &Reachable,
    session: &Session,
    name: &str,
) -> Result<IdentityCredentials, Failure> {
    let pool = identity_pool(reachable)?;
    let key = key(&reachable.profile, name);
    let credentials = IdentityCredentials::builder(pool, session.clone());
    Ok(credentials.cached(credential_cache()?, key).build())
}

/// The cached credentials of a profile, if they live long enough to be given out.
pub(crate) fn cached_credentials(
    profile: &Profile,
    name: &str,
) -> Result<Option<AwsCredentials>, Failure> {
    let Some(key) = credential_key(profile, name) else {
        return Err(no_identity_pool());
    };
    // A cache that cannot be read is one to be replaced: what it held can be fetched again.
    let cached = credential_cache()?.read(&key).ok().flatten();
    Ok(cached
        .filter(|cached| cached.is_fresh(clock::now()))
        .map(|c| c.credentials))
}

/// The store of the profile's session: its own file, else that of the state directory. What it
/// puts right on the way it does in silence: `credential-process` must leave standard error empty
/// when it succeeds.
pub(crate) fn store(profile: &Profile) -> Result<Arc<dyn TokenStore>, Failure> {
    observed_store(profile, |_| {})
}

/// The same, which tells the person what it puts right: a file that others could read, or one that
/// was in the way.
pub(crate) fn telling_store(profile: &Profile) -> Result<Arc<dyn TokenStore>, Failure> {
    observed_store(profile, |what| notice(&format!("poolgate: {what}")))
}

fn observed_store(
    profile: &Profile,
    observer: impl Fn(&Notice) + Send + Sync + 'static,
) -> Result<Arc<dyn TokenStore>, Failure> {
    Ok(match &profile.token_cache {
        Some(path) => Arc::new(TokenCacheFile::new(path).on_notice(observer)),
        None => Arc::new(FileStore::new(paths::state_directory()?).on_notice(observer)),
    })
}

/// The credential cache of the state directory.
pub(crate) fn credential_cache() -> Result<CredentialCache, Failure> {
    Ok(CredentialCache::new(paths::state_directory()?))
}

/// Forgets the cached credentials of a user, in whatever role.
pub(crate) fn forget_credentials(profile: &Profile, name: &str) -> Result<(), Failure> {
    Ok(credential_cache()?.remove_session(&key(profile, name))?)
}

/// The key of a user's session.
pub(crate) fn key(profile: &Profile, name: &str) -> SessionKey {
    SessionKey::new(profile.pool_id.clone(), profile.client_id.clone()).user(name)
}

/// The key of a user's cached credentials; `None` without an identity pool.
pub(crate) fn credential_key(profile: &Profile, name: &str) -> Option<CredentialKey> {
    let id = profile.identity_pool_id.clone()?;
    let key = CredentialKey::new(key(profile, name), id);
    Some(key.role(profile.role.clone()).flow(profile.flow.clone()))
}

/// The identity pool of a profile.
pub(crate) fn identity_pool(reachable: &Reachable) -> Result<IdentityPool, Failure> {
    let profile = &reachable.profile;
    let Some(id) = &profile.identity_pool_id else {
        return Err(no_identity_pool());
    };
    let mut builder = IdentityPool::builder(id.clone())
        .role(profile.role.clone())
        .flow(profile.flow.clone())
        .environment(Environment::from_process());
    if let Some(url) = reachable.identity_pool_url() {
        builder = builder.endpoint_url(url);
    }
    if let Some(url) = reachable.sts_url() {
        builder = builder.sts_endpoint_url(url);
    }
    Ok(builder.build()?)
}

fn no_identity_pool() -> Failure {
    Failure::configuration("no identity pool is named, so that there are no AWS credentials")
        .hint("Give --identity-pool-id, or identity_pool_id in the profile")
}
