//! One refresh, from the lock to the observers.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use poolgate_flow::{DeviceKey, Username};

use super::kept::KeptAndLocked;
use super::{Inner, TokenSet};
use crate::Error;
use crate::user_pool::RefreshFailed;

pub(super) async fn refresh(inner: Arc<Inner>) -> Result<Arc<TokenSet>, Error> {
    inner.check_not_ended()?;
    let at_hand = inner.current();
    let Some(kept) = inner.kept() else {
        return finish(&inner, at_hand, None).await;
    };
    // Who does not get the lock in time must not refresh: the one who has it may be about to.
    let (locked, record) = kept.lock().await?.load().await?;
    let Some(record) = record else {
        inner.ended.store(true, Ordering::SeqCst);
        return Err(Error::SignedOut);
    };
    if at_hand.is_recorded_in(&record) || at_hand.is_newer_than(&record) {
        return finish(&inner, at_hand, Some(locked)).await;
    }
    // Another process has refreshed since.
    let kept = inner.pool.recall(&record)?;
    check_same_user(&at_hand, &kept)?;
    if kept.lives_long_enough(inner.pool.now(), inner.pool.refresh_margin()) {
        return Ok(inner.replace(kept));
    }
    finish(&inner, Arc::new(kept), Some(locked)).await
}

/// Spends the refresh token of `old`, and keeps what comes before anyone uses it.
async fn finish(
    inner: &Arc<Inner>,
    old: Arc<TokenSet>,
    locked: Option<KeptAndLocked>,
) -> Result<Arc<TokenSet>, Error> {
    let (tokens, error) = match fetch(inner, &old).await {
        Ok(tokens) => (tokens, None),
        Err(RefreshFailed {
            error,
            rotated: Some(rotated),
        }) => (old.with_refresh_token(rotated), Some(error)),
        Err(RefreshFailed {
            error,
            rotated: None,
        }) => return Err(error),
    };
    let saved = match locked {
        Some(locked) => locked.save(Arc::new(tokens.clone())).await,
        None => Ok(()),
    };
    // Also when they could not be kept: this process must not lose them as well.
    let tokens = inner.replace(tokens);
    saved?;
    match error {
        Some(error) => Err(error),
        None => Ok(tokens),
    }
}

async fn fetch(inner: &Inner, old: &TokenSet) -> Result<TokenSet, RefreshFailed> {
    let refresh_token = old.refresh_token().cloned().ok_or(Error::NoRefreshToken)?;
    let username = Username::new(old.username()).map_err(Error::Flow)?;
    let device_key = old.device_key().map(DeviceKey::from);
    let tokens = inner
        .pool
        .refresh(refresh_token, username, device_key)
        .await?;
    check_same_user(old, &tokens)?;
    Ok(tokens)
}

fn check_same_user(old: &TokenSet, new: &TokenSet) -> Result<(), Error> {
    let (expected, actual) = (&old.id_claims().sub, &new.id_claims().sub);
    if expected == actual {
        return Ok(());
    }
    Err(Error::UserChanged {
        expected: expected.clone(),
        actual: actual.clone(),
    })
}
