//! One refresh, from the lock to the observers.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use poolgate_flow::{DeviceKey, Username};

use super::kept::{Kept, KeptAndLocked};
use super::{Inner, TokenSet};
use crate::Error;
use crate::store::SessionRecord;
use crate::user_pool::RefreshFailed;

pub(super) async fn refresh(inner: Arc<Inner>) -> Result<Arc<TokenSet>, Error> {
    inner.check_not_ended()?;
    let at_hand = inner.current();
    let Some(kept) = inner.kept() else {
        return finish(&inner, at_hand, None).await;
    };
    // Who does not get the lock in time must not refresh: the one who has it may be about to.
    let (locked, record) = load(&inner, &kept).await?;
    if inner.is_unsaved() || at_hand.is_recorded_in(&record) {
        return finish(&inner, at_hand, Some(locked)).await;
    }
    // Another process has refreshed since, or another program has signed in.
    let is_unbound = record.is_unbound();
    let kept = Arc::new(if is_unbound {
        inner.pool.adopt(record).await?
    } else {
        inner.pool.recall(&record)?
    });
    check_same_user(&at_hand, &kept)?;
    let locked = if is_unbound {
        locked.save(Arc::clone(&kept)).await?
    } else {
        locked
    };
    if kept.lives_long_enough(inner.pool.now(), inner.pool.refresh_margin()) {
        return Ok(inner.replace(kept));
    }
    finish(&inner, kept, Some(locked)).await
}

/// Keeps the tokens at hand, which the store did not take.
pub(super) async fn save_again(inner: Arc<Inner>) -> Result<Arc<TokenSet>, Error> {
    inner.check_not_ended()?;
    let at_hand = inner.current();
    if let Some(kept) = inner.kept() {
        let (locked, _) = load(&inner, &kept).await?;
        locked.save(Arc::clone(&at_hand)).await?;
    }
    inner.unsaved.store(false, Ordering::SeqCst);
    Ok(at_hand)
}

/// The record of the session, locked; without one the session was ended elsewhere.
async fn load(inner: &Inner, kept: &Kept) -> Result<(KeptAndLocked, SessionRecord), Error> {
    let (locked, record) = kept.lock().await?.load().await?;
    let Some(record) = record else {
        inner.ended.store(true, Ordering::SeqCst);
        return Err(Error::SignedOut);
    };
    Ok((locked, record))
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
    let tokens = Arc::new(tokens);
    let saved = match locked {
        Some(locked) => locked.save(Arc::clone(&tokens)).await.map(drop),
        None => Ok(()),
    };
    inner.unsaved.store(saved.is_err(), Ordering::SeqCst);
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
    let pool = &inner.pool;
    let tokens = if let Some(domain) = old.domain() {
        pool.refresh_at(domain, refresh_token).await?
    } else {
        let username = Username::new(old.username()).map_err(Error::Flow)?;
        let device_key = old.device_key().map(DeviceKey::from);
        pool.refresh(refresh_token, username, device_key).await?
    };
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
